// Run by tests/cli/browser.rs in a page around the bulletin: `page` is its HTML, `answer` what --format json says, `widths`
// the widths it must fit. What it finds is written into the document, for the test to read.
const found = [];
const frame = document.createElement("iframe");
frame.style.cssText = "border:0;position:absolute;left:0;top:0;height:900px";
document.body.append(frame);

// The number that a cell shows; a text in place of a number (`<5`) is itself.
const shown = (text) => {
  const number = Number(text.replace(/[,\s]/g, "").replace(/%$/, ""));
  return text.trim() === "" ? null : Number.isNaN(number) ? text.trim() : text.trim().endsWith("%") ? number / 100 : number;
};
const near = (a, b) => a === b || (typeof a === "number" && typeof b === "number" && Math.abs(a - b) < 0.00006);

const numbers = (doc) => {
  // One table by itself is a list of its rows.
  const only = [{ table: doc.querySelector("section").id, rows: answer }];
  for (const { table, rows } of answer[0] && answer[0].table ? answer : only) {
    const section = doc.getElementById(table);
    if (!section) { found.push(`the table ${table} is not on the page`); continue; }
    const keys = [...new Set(rows.flatMap(Object.keys))];
    const lines = [...section.querySelectorAll("tbody tr")].filter((line) => line.cells.length === keys.length);
    if (rows.length !== lines.length) found.push(`${table}: ${rows.length} rows in JSON, ${lines.length} on the page`);
    rows.forEach((row, at) => keys.forEach((key, column) => {
      const says = row[key];
      if (typeof says !== "number" || !lines[at]) return;
      const shows = shown(lines[at].cells[column].textContent);
      compared += 1;
      if (!near(shows, says)) found.push(`${table}, line ${at + 1}, ${key}: the page says ${shows}, JSON ${says}`);
    }));
  }
};

// The channels of a colour from 0 to 1, and how opaque it is.
const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
const luminance = (rgb) => {
  const [r, g, b] = rgb.slice(0, 3).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a, b) => {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
};
const paper = (view, element) => {
  for (let at = element; at; at = at.parentElement) {
    const colour = channels(view.getComputedStyle(at).backgroundColor);
    if (colour.length === 3 || colour[3] > 0) return colour;
  }
  return [255, 255, 255];
};

const readable = (doc, view, width) => {
  const seen = new Set();
  for (const element of doc.body.querySelectorAll("h1,h2,h3,p,th,td,caption,figcaption,li")) {
    if (!element.textContent.trim()) continue;
    const [ink, ground] = [channels(view.getComputedStyle(element).color), paper(view, element)];
    const ratio = contrast(ink, ground);
    const key = `${ink}/${ground}`;
    if (ratio < 4.5 && !seen.has(key)) { seen.add(key); found.push(`${width}: contrast ${ratio.toFixed(2)} at ${element.tagName} ${key}`); }
  }
  // Letters in a drawing stand on the shape that was drawn before them.
  for (const text of doc.body.querySelectorAll("svg.house text")) {
    const box = text.getBBox(), x = box.x + box.width / 2, y = box.y + box.height / 2;
    const inside = (shape) => { const b = shape.getBBox(); return b.x <= x && x <= b.x + b.width && b.y <= y && y <= b.y + b.height; };
    const under = [...text.ownerSVGElement.querySelectorAll("rect")].filter(inside).pop();
    const fill = under && view.getComputedStyle(under).fill;
    const ground = fill && fill.startsWith("rgb") ? channels(fill) : paper(view, text);
    const ink = channels(view.getComputedStyle(text).fill), ratio = contrast(ink, ground), key = `${ink}/${ground}`;
    drawn += 1;
    if (ratio < 4.5 && !seen.has(key)) { seen.add(key); found.push(`${width}: contrast ${ratio.toFixed(2)} of "${text.textContent}" ${key}`); }
  }
};

const fits = (doc, width) => {
  const root = doc.documentElement;
  if (root.scrollWidth > root.clientWidth) found.push(`${width}: the page is ${root.scrollWidth} wide`);
  for (const element of doc.body.querySelectorAll("h1,h2,h3,p,figure,svg,figcaption,li")) {
    const box = element.getBoundingClientRect();
    if (element.closest(".wide") || element.classList.contains("ear")) continue;
    if (box.right > width + 0.5 || box.left < -0.5) found.push(`${width}: ${element.tagName} stands from ${box.left} to ${box.right}`);
  }
};

const accessible = (doc) => {
  const levels = [...doc.querySelectorAll("h1,h2,h3,h4")].map((heading) => Number(heading.tagName[1]));
  if (levels.filter((level) => level === 1).length !== 1) found.push("not one h1");
  levels.forEach((level, at) => { if (at && level > levels[at - 1] + 1) found.push(`a heading of level ${level} after ${levels[at - 1]}`); });
  if (!doc.documentElement.lang) found.push("no language");
  for (const svg of doc.querySelectorAll("svg")) {
    const label = svg.getAttribute("aria-label") || svg.querySelector("title")?.textContent;
    if (!label && svg.getAttribute("aria-hidden") !== "true") found.push("a drawing without words");
  }
  for (const table of doc.querySelectorAll("table")) if (!table.caption || !table.querySelector("th[scope]")) found.push("a table without caption or headings");
  const ids = [...doc.querySelectorAll("[id]")].map((element) => element.id);
  if (new Set(ids).size !== ids.length) found.push("an id twice");
};

let compared = 0, drawn = 0;
frame.onload = () => {
  const doc = frame.contentDocument;
  for (const width of widths) {
    frame.style.width = `${width}px`;
    fits(doc, width);
    readable(doc, frame.contentWindow, width);
  }
  numbers(doc);
  accessible(doc);
  const dark = frame.contentWindow.matchMedia("(prefers-color-scheme:dark)").matches;
  const result = document.createElement("pre");
  result.id = "result";
  result.textContent = JSON.stringify({ found, compared, drawn, dark });
  document.body.replaceChildren(result);
};
frame.srcdoc = page;
