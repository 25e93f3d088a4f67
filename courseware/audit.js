// Draws an audit: one statement at a time, the learner's judgement, then the comparison.
// Texts are only ever set as text, never as HTML.

const DIFFERENT = "you differ";
const OPEN = "not judged yet";

// page.js does this for controls; these too can hold the focus.
function keepKeys(node) {
  node.dataset.lmSuppressShortcuts = "true";
  return node;
}

function labelled(label, control) {
  const node = element("label", "audit-filter");
  node.append(element("span", "", label), control);
  return node;
}

function radios(legend, words, name) {
  const group = element("fieldset", "question-options audit-choice");
  group.append(element("legend", "", legend));
  words.forEach(([word, meaning], i) => {
    const label = element("label", "question-option");
    const input = element("input");
    Object.assign(input, { type: "radio", name, value: word, id: `${name}-${i}` });
    const text = element("span");
    text.append(element("strong", "", word));
    if (meaning) text.append(`: ${meaning}`);
    label.append(input, text);
    group.append(label);
  });
  const chosen = () => group.querySelector("input:checked")?.value ?? null;
  const choose = (word) => group.querySelectorAll("input").forEach((input) => {
    input.checked = input.value === word;
  });
  const lock = (locked) => { group.disabled = locked; };
  return { group, chosen, choose, lock };
}

function studyList(studies) {
  const list = element("ul", "audit-studies");
  for (const study of studies) {
    const item = element("li");
    if (study.link.startsWith("https://")) {
      const link = keepKeys(element("a", "", study.reference));
      Object.assign(link, { href: study.link, target: "_blank", rel: "noopener noreferrer" });
      item.append(link);
    } else item.append(element("span", "", study.reference));
    item.append(`: ${study.shows}`);
    if (study.caution) item.append(element("span", "audit-caution", `○ ${study.caution}`));
    list.append(item);
  }
  return list;
}

function render({ model, el }) {
  const spec = model.get("audit");
  const id = freshId();
  const judged = () => model.get("judged");
  const same = (key) => judged()[key]?.verdict === judged()[key]?.course.verdict;
  let shown = spec.statements[0]?.id;

  const card = element("section", "question audit");
  const title = element("p", "question-title", spec.title);
  title.id = `${id}-title`;
  card.setAttribute("aria-labelledby", title.id);

  // Filters: one for each label that the statements carry, and one for the state.
  const filters = element("div", "audit-filters");
  const selects = {};
  const names = [...new Set(spec.statements.flatMap((each) => Object.keys(each.labels)))];
  for (const name of [...names, "Show"]) {
    const select = element("select");
    const words = name === "Show" ? [OPEN, DIFFERENT]
      : [...new Set(spec.statements.map((each) => each.labels[name]))].sort();
    ["all", ...words].forEach((word) => select.add(new Option(word, word)));
    select.addEventListener("change", () => { move(0); });
    selects[name] = select;
    filters.append(labelled(name, select));
  }
  const passes = (each) => names.every((name) => (
    selects[name].value === "all" || each.labels[name] === selects[name].value
  )) && (selects.Show.value === "all"
    || (selects.Show.value === OPEN && !judged()[each.id])
    || (selects.Show.value === DIFFERENT && judged()[each.id] && !same(each.id)));
  // A statement stays in view after it was judged although the filter would now hide it.
  let pinned = null;
  const list = () => spec.statements.filter((each) => passes(each) || each.id === pinned);

  const score = element("p", "audit-score");
  const steps = element("p", "audit-steps");
  const button = (text, className, action) => {
    const node = element("button", `question-button ${className}`, text);
    node.type = "button";
    node.addEventListener("click", action);
    return node;
  };
  const back = button("← Previous", "", () => move(-1));
  const next = button("Next →", "", () => move(1));
  const place = element("span", "audit-place");
  steps.append(back, next, place);

  const statement = element("blockquote", "audit-statement");
  statement.tabIndex = -1;
  statement.setAttribute("aria-live", "polite");
  keepKeys(statement);
  const origin = element("p", "audit-origin");
  const verdict = radios("Your verdict", Object.entries(spec.scale), `${id}-verdict`);
  const sureness = radios("How sure are you?", spec.sureness.map((w) => [w, ""]), `${id}-sure`);
  sureness.group.classList.add("audit-row");
  const actions = element("p", "audit-actions");
  const compare = button("Judge, then compare", "question-main", () => {
    pinned = shown;
    model.send({
      do: "judge", statement: shown, verdict: verdict.chosen(), sureness: sureness.chosen(),
    });
  });
  actions.append(compare);
  const said = element("p", "audit-said");
  said.setAttribute("role", "status");
  const result = element("div", "audit-result");
  const overview = element("details", "audit-overview");
  overview.append(keepKeys(element("summary", "", "Overview of your judgements")));
  const table = element("div");
  overview.append(table);
  card.append(title, score, filters, steps, statement, origin, verdict.group, sureness.group,
    actions, said, result, overview);

  function move(step) {
    const before = list().findIndex((each) => each.id === shown);
    const current = spec.statements.find((each) => each.id === shown);
    if (step !== 0 || !current || !passes(current)) {
      const rest = list();
      const target = rest[Math.min(Math.max(before + step, 0), rest.length - 1)];
      pinned = null;
      shown = target?.id;
    }
    said.textContent = "";
    said.className = "audit-said";
    draw();
  }

  function goTo(key) {
    for (const select of Object.values(selects)) select.value = "all";
    pinned = null;
    shown = key;
    said.textContent = "";
    draw();
    statement.focus();
  }

  function drawResult(key) {
    const kept = judged()[key];
    result.replaceChildren();
    if (!kept) return;
    const { course } = kept;
    const pair = element("div", "audit-pair");
    const side = (name, word, note) => {
      const box = element("p");
      box.append(element("span", "", name), element("strong", "", word), element("span", "", note));
      pair.append(box);
    };
    side("You", kept.verdict, `${kept.sureness}${kept.day ? `, ${kept.day}` : ""}`);
    side("The course", course.verdict, `certainty of the evidence: ${course.certainty}`);
    const mark = element("p", "audit-mark", same(key) ? "= same verdict" : "≠ different verdicts");
    result.append(pair, mark);
    const part = (heading, node) => {
      result.append(element("p", "audit-heading", heading), node);
    };
    part("Why", element("p", "", course.reason));
    part("What would change it", element("p", "", course.would_change));
    part("What it rests on", studyList(course.studies));
    // The learner has read down to here: the way on lies here as well as at the top.
    if (!next.disabled) {
      result.append(button("Next claim →", "", () => { move(1); statement.focus(); }));
    }
  }

  function drawOverview() {
    const rows = spec.statements.filter((each) => judged()[each.id]);
    overview.hidden = rows.length === 0;
    const grid = element("table", "audit-table");
    const head = element("tr");
    for (const word of ["Claim", "You", "The course", "Certainty", "Compare"]) {
      const cell = element("th", "", word);
      cell.scope = "col";
      head.append(cell);
    }
    const top = element("thead");
    top.append(head);
    const body = element("tbody");
    for (const each of rows) {
      const kept = judged()[each.id];
      const row = element("tr", same(each.id) ? "" : "audit-differs");
      const first = element("th");
      first.scope = "row";
      first.append(button(each.text, "audit-link", () => goTo(each.id)));
      row.append(first);
      const mark = same(each.id) ? "= same" : "≠ differs";
      for (const word of [kept.verdict, kept.course.verdict, kept.course.certainty, mark]) {
        row.append(element("td", "", word));
      }
      body.append(row);
    }
    grid.append(top, body);
    table.replaceChildren(grid);
  }

  function draw() {
    const rest = list();
    const position = rest.findIndex((each) => each.id === shown);
    const each = rest[position];
    const count = Object.keys(judged()).length;
    const agreed = spec.statements.filter((one) => judged()[one.id] && same(one.id)).length;
    score.textContent = `You have judged ${count} of ${spec.statements.length}.`
      + (count ? ` On ${agreed} of them you and the course agree.` : "");
    back.disabled = position <= 0;
    next.disabled = position < 0 || position >= rest.length - 1;
    place.textContent = each ? `${position + 1} of ${rest.length}` : "";
    statement.textContent = each ? each.text : "No claim is left under these filters.";
    origin.textContent = each
      ? names.map((name) => `${name}: ${each.labels[name]}`).join(" · ") : "";
    const kept = each && judged()[each.id];
    for (const group of [verdict.group, sureness.group, actions]) group.hidden = !each;
    verdict.choose(kept?.verdict ?? null);
    sureness.choose(kept?.sureness ?? null);
    verdict.lock(Boolean(kept));
    sureness.lock(Boolean(kept));
    compare.hidden = Boolean(kept);
    drawResult(each?.id);
    drawOverview();
  }

  model.on("change:judged", draw);
  model.on("change:said", () => {
    const kept = judged()[shown];
    said.textContent = model.get("said").message
      + (kept ? ` The course says: ${kept.course.verdict}.` : "");
    said.className = `audit-said ${kept ? "audit-told" : "audit-asked"}`;
    if (kept) statement.focus({ preventScroll: true });
  });
  draw();
  el.append(card);
}

export default { render };
