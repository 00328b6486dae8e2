"use strict";
// Everything can be read without this: it only lets the reader step, filter, sort and copy.
// Text from the article is never made into markup here.
document.documentElement.classList.add("js");

const all = (selector) => [...document.querySelectorAll(selector)];
const byId = (id) => document.getElementById(id);

// Paper can't be unfolded.
function setUpPrint() {
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all(".note > details, .more, .at details").filter((fold) => !fold.open);
    closed.forEach((fold) => { fold.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((fold) => { fold.open = false; }));
}

function setUpNotes() {
  const notes = all(".note");
  const panel = byId("findings");
  const article = byId("article");
  const help = byId("help");
  const keys = byId("keys");
  let current = null;

  const isWide = () => getComputedStyle(panel).position === "sticky";
  const isShown = (note) => !note.hidden;
  const severities = ["error", "warning", "suggestion"];
  const only = byId("only");
  const origin = byId("from");
  const seek = byId("seek");
  const say = (words) => { byId("status").textContent = words; };

  function release() {
    all(".on, .beside, .sheet").forEach((element) => element.classList.remove("on", "beside", "sheet"));
    current = null;
  }

  function reveal(element, block) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block, behavior: calm ? "auto" : "smooth" });
  }

  // On a wide screen text and notes stand side by side; on a phone the note becomes a sheet.
  // `at` is the element to show, where it is another than the finding's first mark.
  function select(note, from, at) {
    release();
    current = note;
    const number = note.dataset.n;
    const places = all(`mark[data-n~="${number}"], .ref[data-n="${number}"]`);
    [note, ...places].forEach((element) => element.classList.add("on"));
    all(`mark[data-also~="${number}"], mark[data-against~="${number}"]`).forEach((element) => element.classList.add("beside"));
    const fold = note.querySelector(":scope > details");
    if (fold) fold.open = true;
    if (isWide()) {
      const list = panel.querySelector(".notes");
      list.scrollTop = note.offsetTop - list.offsetTop - 12;
    } else if (from !== "note") {
      note.classList.add("sheet");
    }
    const shown = at || places[0];
    if (shown && from !== "text") reveal(shown, "center");
    note.focus({ preventScroll: true });
  }

  // The mark that an anchor stands before; a finding's own number stands behind its last.
  function markAt(anchor) {
    const [, number, place] = anchor.match(/^m(\d+)(-\d+)?$/) ?? [];
    return place ? byId(anchor)?.nextElementSibling : document.querySelector(`mark[data-n~="${number}"]`);
  }

  function step(by) {
    const shown = notes.filter(isShown);
    if (!shown.length) return;
    const place = shown.indexOf(current);
    const start = by > 0 ? 0 : shown.length - 1;
    const next = place < 0 ? start : (place + by + shown.length) % shown.length;
    select(shown[next], "key");
  }

  async function copy(button) {
    const text = button.dataset.copy || button.parentElement.querySelector("code").textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const field = document.createElement("textarea");
      field.value = text;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    button.textContent = "Copied";
    say("Copied");
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  }

  const byNumber = new Map(notes.map((note) => [note.dataset.n, note]));
  const notesIn = (numbers) => (numbers ? numbers.split(" ").map((n) => byNumber.get(n)) : []);
  // The notes of a mark: its own, those that hold there, too, and those that it clashes with.
  const notesOf = ({ dataset }) => [dataset.n, dataset.also, dataset.against].flatMap(notesIn);
  const words = new Map(notes.map((note) => {
    const parts = note.querySelectorAll(".message, .change, .why, .meta");
    return [note, [...parts].map((part) => part.textContent).join(" ").toLowerCase()];
  }));
  const severityOf = new Map(notes.map((note) => [note, severities.find((name) => note.classList.contains(name))]));
  const marks = all("mark").map((mark) => ({ mark, own: notesIn(mark.dataset.n), also: notesIn(mark.dataset.also) }));
  const refs = all(".ref").map((ref) => ({ ref, note: byNumber.get(ref.dataset.n) }));

  function wanted() {
    const { by } = only.selectedOptions[0].dataset;
    const part = seek.value.trim().toLowerCase();
    const chosen = new Set(all("[data-show]:checked").map((box) => box.dataset.show));
    return (note) => chosen.has(severityOf.get(note))
      && (!by || note.dataset[by] === only.value)
      && (!origin?.value || note.dataset.origin.split(" ").includes(origin.value))
      && words.get(note).includes(part);
  }

  // A mark keeps the looks of the findings that are shown.
  function filter() {
    const isWanted = wanted();
    notes.forEach((note) => { note.hidden = !isWanted(note); });
    marks.forEach(({ mark, own, also }) => {
      severities.forEach((severity) => {
        const isIt = (note) => isShown(note) && severityOf.get(note) === severity;
        mark.classList.toggle(severity, own.some(isIt));
        mark.classList.toggle("also-" + severity, also.some(isIt));
      });
    });
    refs.forEach(({ ref, note }) => { ref.hidden = !isShown(note); });
    const count = notes.filter(isShown).length;
    const line = `${count} of ${notes.length} findings shown`;
    byId("shown").hidden = count === notes.length;
    byId("shown").firstElementChild.textContent = line;
    all(".none-shown").forEach((element) => { element.hidden = count > 0; });
    if (current && !isShown(current)) release();
    say(line);
  }

  function showAll() {
    all("[data-show]").forEach((box) => { box.checked = true; });
    only.value = "";
    if (origin) origin.value = "";
    seek.value = "";
    filter();
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-copy], [data-step], [data-help], [data-all], .ref, mark, .number, .place");
    if (target === null) {
      if (!event.target.closest(".note, .strip")) release();
    } else if (target.matches("[data-copy]")) copy(target);
    else if (target.matches("[data-step]")) step(Number(target.dataset.step));
    else if (target.matches("[data-help]")) help.showModal();
    else if (target.matches("[data-all]")) showAll();
    else {
      event.preventDefault();
      const own = target.closest(".note");
      const clash = target.closest(".clashes li");
      if (clash) showAll();
      const note = own || notesOf(clash || target).find(isShown);
      const at = target.matches(".place") ? markAt(target.hash.slice(1)) : null;
      if (note) select(note, own ? "note" : clash ? "key" : "text", at);
    }
  });

  const actions = {
    j: () => step(1),
    k: () => step(-1),
    c: () => current?.querySelector(".offer [data-copy]")?.click(),
    "/": () => { seek?.focus(); seek?.select(); },
    "?": () => help.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") release();
    if (event.key === "Enter" && event.target === seek) {
      event.preventDefault();
      step(1);
    }
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, dialog");
    if (typing || !keys.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (Object.hasOwn(actions, event.key)) {
      event.preventDefault();
      actions[event.key]();
    }
  });

  // The address names the finding that is looked at, to be sent to somebody else.
  panel.addEventListener("focusin", (event) => {
    const note = event.target.closest(".note");
    try {
      if (note) history.replaceState(null, "", "#" + note.id);
    } catch { /* no history where the page has no address of its own */ }
  });

  // A click on the strip leads to the finding whose tick is there, else to the paragraph.
  document.querySelector(".strip svg")?.addEventListener("click", (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    const blocks = all(".block");
    const starts = new Map();
    let length = 0;
    blocks.forEach((block) => {
      starts.set(block, length);
      length += block.textContent.length + 2;
    });
    const clicked = length * (event.clientX - box.left) / box.width;
    const startOf = (mark) => {
      const before = document.createRange();
      before.setStart(mark.closest(".block"), 0);
      before.setEndBefore(mark);
      return starts.get(mark.closest(".block")) + before.toString().length;
    };
    const near = length * 5 / box.width;
    const [found] = marks
      .filter(({ own }) => own.some(isShown))
      .map(({ mark, own }) => ({ note: own.find(isShown), away: Math.abs(startOf(mark) - clicked) }))
      .filter(({ away }) => away <= near)
      .sort((one, other) => one.away - other.away);
    if (found) select(found.note, "key");
    else blocks.filter((block) => starts.get(block) <= clicked).slice(-1).forEach((block) => reveal(block, "center"));
  });

  // A page from a file may have no storage: then the choice lasts as long as the page.
  try {
    keys.checked = localStorage.getItem("qualcheck-keys") !== "off";
    keys.addEventListener("change", () => {
      localStorage.setItem("qualcheck-keys", keys.checked ? "on" : "off");
    });
  } catch { /* no storage */ }

  all("[data-show], #only, #from").forEach((field) => field.addEventListener("change", filter));
  seek?.addEventListener("input", filter);
  // The index leads to the findings of one rule.
  const rule = new URLSearchParams(location.hash.slice(1)).get("rule");
  const option = rule && [...only.options].find((each) => each.value === rule);
  if (option) {
    option.selected = true;
    filter();
    step(1);
  }

  function selectAddressed() {
    const [, number] = location.hash.match(/^#[fm](\d+)$/) ?? [];
    const note = number && byId("f" + number);
    if (note) select(note, article ? "key" : "note");
  }
  addEventListener("hashchange", selectAddressed);
  selectAddressed();
  // Once all is there the browser scrolls to the address by itself, and away from the text.
  addEventListener("load", () => setTimeout(selectAddressed));
}

function setUpTable() {
  const table = byId("table");
  const [body, rest] = table.tBodies;
  const size = body.rows.length;
  const find = byId("find");
  const having = byId("having");
  const headers = [...table.tHead.rows[0].cells];
  const figure = (cell) => {
    const digits = cell.textContent.replace("\u2212", "-").replace(/[^\d.-]/g, "");
    return digits ? Number(digits) : null;
  };
  const rows = [...table.tBodies].flatMap((part) => [...part.rows]).map((row) => ({
    row,
    link: row.querySelector("a"),
    name: row.cells[0].firstElementChild.textContent.toLowerCase(),
    values: [...row.cells].map((cell, column) => (column ? figure(cell) : null)),
    rules: new Set(row.dataset.rules.split(" ")),
    tagged: row.cells[0].querySelector(".tag") !== null,
  }));
  rest?.remove();
  let order = rows;
  let page = 0;

  function wanted() {
    const { column, rule, clean, tagged } = having.selectedOptions[0].dataset;
    const part = find.value.trim().toLowerCase();
    return order.filter((entry) => (!column || entry.values[column] > 0)
      && (!rule || entry.rules.has(rule))
      && (clean === undefined || (!entry.tagged && entry.row.dataset.rules === ""))
      && (tagged === undefined || entry.tagged)
      && entry.name.includes(part));
  }

  function show() {
    const matching = wanted();
    const pages = Math.max(1, Math.ceil(matching.length / size));
    page = Math.min(Math.max(page, 0), pages - 1);
    const shown = matching.slice(page * size, (page + 1) * size);
    body.replaceChildren(...shown.map((entry) => entry.row));
    // Whoever picked a rule wants its findings behind the link.
    const hash = having.selectedOptions[0].dataset.rule ? "rule=" + encodeURIComponent(having.value) : "";
    shown.forEach(({ link }) => { if (link) link.hash = hash; });
    byId("no-match").hidden = matching.length > 0;
    byId("pager").hidden = matching.length === rows.length && pages === 1;
    const first = page * size + 1;
    const written = (number) => number.toLocaleString("en");
    byId("place").textContent = pages > 1
      ? `${written(first)}\u2013${written(first + shown.length - 1)} of ${written(matching.length)}`
      : `${written(matching.length)} of ${written(rows.length)} files`;
    all("[data-page]").forEach((button) => {
      const next = page + Number(button.dataset.page);
      button.hidden = pages === 1;
      button.disabled = next < 0 || next >= pages;
    });
  }

  const names = new Intl.Collator("en", { numeric: true });

  // What has no figure stays last in both directions.
  function compare(column, direction) {
    if (column === 0) return (a, b) => direction * names.compare(a.name, b.name);
    return (a, b) => {
      const [x, y] = [a.values[column], b.values[column]];
      if (x === null || y === null) return (x === null) - (y === null);
      return direction * (x - y);
    };
  }

  function sort(header) {
    const column = headers.indexOf(header);
    const before = header.getAttribute("aria-sort");
    // Counts are wanted largest first; names and scores smallest first.
    const first = column < 2 ? "ascending" : "descending";
    const other = first === "ascending" ? "descending" : "ascending";
    const direction = before === first ? other : first;
    headers.forEach((each) => each.removeAttribute("aria-sort"));
    header.setAttribute("aria-sort", direction);
    order = [...order].sort(compare(column, direction === "ascending" ? 1 : -1));
    restart();
  }

  function restart() {
    page = 0;
    show();
  }

  headers.forEach((header) => header.firstElementChild.addEventListener("click", () => sort(header)));
  all("[data-page]").forEach((button) => button.addEventListener("click", () => {
    page += Number(button.dataset.page);
    show();
    table.scrollIntoView({ block: "start" });
  }));
  all("[data-having]").forEach((button) => button.addEventListener("click", () => {
    having.value = button.dataset.having;
    find.value = "";
    restart();
    byId("files").scrollIntoView({ block: "start" });
    having.focus({ preventScroll: true });
  }));
  find.addEventListener("input", restart);
  having.addEventListener("change", restart);
  addEventListener("beforeprint", () => {
    body.replaceChildren(...wanted().map((entry) => entry.row));
  });
  addEventListener("afterprint", show);
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.matches("input, select")) return;
    event.preventDefault();
    find.focus();
  });
  show();
}

// It stands before the page's text, so that nothing is laid out that it would fold away.
addEventListener("DOMContentLoaded", () => {
  setUpPrint();
  if (byId("help")) setUpNotes();
  if (byId("table")) setUpTable();
});
