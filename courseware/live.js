// Draws a live figure: native inputs, so that each control has a label and works by keyboard,
// and one <img> that always shows the newest picture. ipywidgets keeps one message on the way
// and only the newest setting behind it, so nothing queues while a slider is dragged.

const BUSY_AFTER_MS = 300;
const SILENT_AFTER_MS = 20000;

function makeControl(spec, id, send) {
  const row = element("div", "live-control");
  const label = element("label", "live-label", spec.label);
  const readout = element("output", "live-readout");
  const legend = element("span", "live-legend", spec.legend);
  label.htmlFor = id;
  readout.htmlFor = id;
  legend.id = id + "-legend";
  let input;
  if (spec.kind === "menu") {
    input = element("select");
    spec.texts.forEach((text, i) => input.add(new Option(text, i)));
  } else {
    input = element("input");
    input.type = { slider: "range", switch: "checkbox", entry: "text" }[spec.kind];
    if (spec.kind === "entry") Object.assign(input, { autocomplete: "off", spellcheck: false });
    if (spec.kind === "slider") Object.assign(input, { min: 0, max: spec.texts.length - 1, step: 1 });
  }
  input.id = id;
  if (spec.legend) input.setAttribute("aria-describedby", legend.id);
  const position = () => {
    if (spec.kind === "entry") return input.value;
    return spec.kind === "switch" ? Number(input.checked) : Number(input.value);
  };
  const label_value = () => {
    if (spec.kind !== "slider") return;
    readout.textContent = spec.texts[position()];
    input.setAttribute("aria-valuetext", spec.texts[position()]);
  };
  input.addEventListener("input", () => {
    label_value();
    send(spec.name, position());
  });
  row.append(label, input, readout, legend);
  const show = (value) => {
    if (spec.kind === "switch") input.checked = Boolean(value);
    // Writing the same text would send the cursor to its end while someone types.
    else if (input.value !== String(value)) input.value = value;
    label_value();
  };
  return { row, show };
}

function render({ model, el }) {
  const figure = element("figure", "live-figure");
  const image = element("img");
  const finding = element("figcaption", "live-finding");
  const error = element("p", "live-error");
  const busy = element("p", "live-busy");
  const controls = element("div", "live-controls");
  finding.setAttribute("aria-live", "polite");
  error.setAttribute("role", "alert");
  busy.setAttribute("role", "status");
  // Decoded with the frame that shows it, so that no empty one comes between.
  image.decoding = "sync";
  image.width = model.get("width_px");
  image.height = model.get("height_px");

  let slow, silent;
  const settled = () => {
    clearTimeout(slow);
    clearTimeout(silent);
    figure.classList.remove("live-working");
    busy.textContent = "";
  };
  const send = (name, position) => {
    model.set("positions", { ...model.get("positions"), [name]: position });
    model.save_changes();
    settled();
    slow = setTimeout(() => {
      figure.classList.add("live-working");
      busy.textContent = "Computing …";
    }, BUSY_AFTER_MS);
    silent = setTimeout(() => {
      busy.textContent = "No answer from the kernel yet. If it was restarted or is busy, "
        + "run the cell again.";
    }, SILENT_AFTER_MS);
  };

  const prefix = freshId();
  const made = {};
  for (const spec of model.get("control_specs")) {
    made[spec.name] = makeControl(spec, `${prefix}-${spec.name}`, send);
    controls.append(made[spec.name].row);
  }
  const showPositions = () => {
    const positions = model.get("positions");
    for (const name in made) made[name].show(positions[name]);
  };

  // A data address is read at once; an object address takes another way through the browser,
  // about 8 ms longer (measured in Chromium).
  const showFrame = () => {
    const { buffer, byteOffset, byteLength } = model.get("frame");
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    image.src = `data:${model.get("mime")};base64,${btoa(text)}`;
  };
  const showFinding = () => {
    const text = model.get("finding");
    image.alt = `${model.get("description")} ${text}`;
    finding.textContent = text;
  };
  const showError = () => {
    error.textContent = model.get("error");
    figure.classList.toggle("live-stale", Boolean(model.get("error")));
  };

  model.on("change:positions", showPositions);
  model.on("change:frame", showFrame);
  model.on("change:finding", showFinding);
  model.on("change:error", showError);
  // Picture, finding and count come in one message: who waits for the count sees all three.
  const showAnswers = () => { figure.dataset.answers = model.get("answers"); };
  model.on("change:answers", () => { settled(); showAnswers(); });
  showAnswers();
  showPositions();
  showFinding();
  showFrame();
  showError();
  if (Object.keys(made).length) figure.append(controls);
  figure.append(image, error, busy, finding);
  el.append(figure);

  // The kernel draws at the screen's pixel ratio, which also changes with the browser's zoom.
  const report = () => {
    if (Math.abs(model.get("pixel_ratio") - window.devicePixelRatio) < 0.01) return;
    model.set("pixel_ratio", window.devicePixelRatio);
    model.save_changes();
  };
  report();
  window.addEventListener("resize", report);
  return () => {
    window.removeEventListener("resize", report);
    settled();
  };
}

export default { render };
