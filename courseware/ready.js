// Draws the table of what is ready.

function render({ model, el }) {
  const table = element("table");
  const caption = element("caption", "", "Is it ready?");
  caption.style.cssText = "text-align: left; font-weight: 600";
  table.append(caption, ...model.get("rows").map(([what, state]) => {
    const row = element("tr");
    const head = element("th", "", what);
    head.scope = "row";
    row.append(head, element("td", "", state));
    for (const cell of row.children) cell.style.cssText = "text-align: left; padding: 2px 1em 2px 0";
    return row;
  }));
  el.append(table);
}

export default { render };
