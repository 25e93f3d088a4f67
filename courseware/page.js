// What every view of the course shares. Python puts it in front of each view's own script.

// Ids must differ on the whole page, and each view loads its own copy of this module.
function freshId() {
  document.courseViews = (document.courseViews ?? 0) + 1;
  return `course-${document.courseViews}`;
}

function element(tag, className, text) {
  const node = document.createElement(tag);
  // Without this, JupyterLab takes keys pressed in a control as commands on the notebook. Its
  // selectors match the focused element itself, so a mark on a parent would not do.
  if (["input", "select", "button"].includes(tag)) node.dataset.lmSuppressShortcuts = "true";
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

