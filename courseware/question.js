// Draws one question as a native form. Texts are only ever set as text, never as HTML.

// Blank lines part paragraphs; four spaces start code; `code` and **strong** inside a line.
function rich(parent, text) {
  parent.replaceChildren();
  for (const block of text.split(/\n\s*\n/)) {
    if (block.startsWith("    ")) {
      parent.append(element("pre", "", block.replace(/^ {4}/gm, "")));
      continue;
    }
    const paragraph = element("p");
    for (const part of block.split(/(`[^`]+`|\*\*[^*]+\*\*)/)) {
      if (part.startsWith("`")) paragraph.append(element("code", "", part.slice(1, -1)));
      else if (part.startsWith("**")) paragraph.append(element("strong", "", part.slice(2, -2)));
      else paragraph.append(part);
    }
    parent.append(paragraph);
  }
}

function boxes(spec, id, type) {
  const group = element("fieldset", "question-options");
  group.append(element("legend", "question-hidden", type === "radio" ? "One answer" : "Answers"));
  spec.form.options.forEach((text, i) => {
    const label = element("label", "question-option");
    const input = element("input");
    Object.assign(input, { type, name: id, value: text, id: `${id}-${i}` });
    label.append(input, element("span", "", text));
    group.append(label);
  });
  const chosen = () => [...group.querySelectorAll("input:checked")].map((box) => box.value);
  return { group, answer: type === "radio" ? () => chosen()[0] ?? null : chosen };
}

function numberField(spec, id) {
  const group = element("p", "question-number");
  const label = element("label", "", "Your answer");
  const input = element("input");
  Object.assign(input, { type: "text", id, autocomplete: "off", inputMode: "text" });
  label.htmlFor = id;
  const unit = spec.form.unit;
  if (unit) {
    const note = element("span", "", unit);
    note.id = `${id}-unit`;
    input.setAttribute("aria-describedby", note.id);
    group.append(label, input, note);
  } else group.append(label, input);
  return { group, answer: () => input.value, enter: input };
}

function orderList(spec, id) {
  const group = element("div", "question-order");
  const list = element("ol");
  const status = element("p", "question-hidden");
  status.setAttribute("role", "status");
  const [first, last] = spec.form.ends;
  const items = [...spec.form.items];
  const draw = (focus) => {
    list.replaceChildren(...items.map((text, i) => {
      const row = element("li");
      const buttons = [["↑", -1, "up"], ["↓", 1, "down"]].map(([sign, step, way]) => {
        const button = element("button", "question-move", sign);
        button.type = "button";
        button.setAttribute("aria-label", `Move ${text} ${way}`);
        button.disabled = i + step < 0 || i + step >= items.length;
        button.addEventListener("click", () => {
          [items[i], items[i + step]] = [items[i + step], items[i]];
          draw([i + step, way]);
          status.textContent = `${text} is now number ${i + step + 1} of ${items.length}.`;
        });
        button.dataset.way = way;
        return button;
      });
      row.append(...buttons, element("span", "", text));
      return row;
    }));
    if (!focus) return;
    const moved = list.children[focus[0]];
    const same = moved.querySelector(`[data-way="${focus[1]}"]`);
    (same.disabled ? moved.querySelector("button:not(:disabled)") : same).focus();
  };
  draw();
  group.append(element("p", "question-end", `first: ${first}`), list,
    element("p", "question-end", `last: ${last}`), status);
  return { group, answer: () => items };
}

function matchTable(spec, id) {
  const group = element("div", "question-match");
  const selects = {};
  spec.form.items.forEach((text, i) => {
    const label = element("label", "", text);
    const select = element("select");
    select.id = `${id}-${i}`;
    label.htmlFor = select.id;
    select.add(new Option("choose …", ""));
    spec.form.partners.forEach((partner) => select.add(new Option(partner, partner)));
    selects[text] = select;
    group.append(label, select);
  });
  const answer = () => Object.fromEntries(
    Object.entries(selects).map(([text, select]) => [text, select.value]));
  return { group, answer };
}

function keptTest(spec, id) {
  const group = element("div");
  const items = spec.form.items.map((item, i) => {
    const { group: part, answer } = boxes({ form: item }, `${id}-${i}`, "radio");
    const legend = part.querySelector("legend");
    legend.className = "question-item";
    legend.textContent = `${i + 1}. ${item.prompt}`;
    group.append(part);
    return [item.name, answer];
  });
  const answer = () => Object.fromEntries(items.map(([name, chosen]) => [name, chosen()]));
  return { group, answer };
}

const FORMS = {
  choice: (spec, id) => boxes(spec, id, "radio"),
  predict: (spec, id) => boxes(spec, id, "radio"),
  kept: (spec, id) => boxes(spec, id, "radio"),
  "kept test": keptTest,
  several: (spec, id) => boxes(spec, id, "checkbox"),
  number: numberField,
  order: orderList,
  match: matchTable,
  goal: () => ({ group: element("div"), answer: () => null }),
  code: () => null,
};

function render({ model, el }) {
  const spec = model.get("question");
  const id = freshId();
  const card = element("div", `question question-kind-${spec.kind.replace(" ", "-")}`);
  const title = element("p", "question-title", spec.title);
  title.id = `${id}-title`;
  card.setAttribute("role", "group");
  card.setAttribute("aria-labelledby", title.id);
  const prompt = element("div", "question-prompt");
  rich(prompt, spec.prompt);
  card.append(title, prompt);

  const form = FORMS[spec.kind](spec, id);
  const actions = element("p", "question-actions");
  const button = (text, className, action) => {
    const node = element("button", `question-button ${className}`, text);
    node.type = "button";
    node.addEventListener("click", action);
    actions.append(node);
    return node;
  };
  if (form) {
    const check = () => model.send({ do: "check", answer: form.answer() });
    card.append(form.group);
    button(spec.verb, "question-main", check);
    form.enter?.addEventListener("keydown", (event) => {
      if (event.key === "Enter") check();
    });
  }
  const hint = spec.hint_count && button("Hint", "", () => model.send({ do: "hint" }));
  const solve = spec.has_solution
    && button("Worked solution", "", () => model.send({ do: "solution" }));

  const feedback = element("div", "question-feedback");
  feedback.setAttribute("role", "status");
  const help = element("div", "question-help");
  help.setAttribute("aria-live", "polite");
  if (spec.earlier) card.append(element("p", "question-earlier", spec.earlier));
  card.append(actions, feedback, help);

  const showFeedback = () => {
    const said = model.get("feedback");
    feedback.replaceChildren();
    feedback.className = `question-feedback question-${said.verdict ?? "none"}`;
    if (said.verdict) rich(feedback, `**${said.heading}** ${said.message}`);
  };
  const showHelp = () => {
    const hints = model.get("hints");
    const solution = model.get("solution");
    help.replaceChildren();
    hints.forEach((text, i) => {
      const block = element("div", "question-hint");
      rich(block, `**Hint ${i + 1}.** ${text}`);
      help.append(block);
    });
    if (solution) {
      const block = element("div", "question-solution");
      rich(block, `**Worked solution.** ${solution}`);
      help.append(block);
    }
    if (hint) {
      hint.disabled = hints.length >= spec.hint_count;
      hint.textContent = hint.disabled ? "No more hints" : `Hint ${hints.length + 1}`;
    }
    // The solution opens after the hints or a right answer, so that a try comes first.
    const ready = hints.length >= spec.hint_count || model.get("feedback").verdict === "right";
    if (solve) {
      solve.disabled = !ready || Boolean(solution);
      solve.title = ready ? "" : "Opens after the hints or a right answer";
    }
  };
  model.on("change:feedback", () => { showFeedback(); showHelp(); });
  model.on("change:hints change:solution", showHelp);
  showFeedback();
  showHelp();
  el.append(card);
}

export default { render };
