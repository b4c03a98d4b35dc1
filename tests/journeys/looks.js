// What a person would notice on the page that is open. Every function answers a list; an empty one is good.
(() => {
  const named = (element) => {
    const words = (element.innerText || element.value || element.id || "").trim().replace(/\s+/g, " ").slice(0, 50);
    const kind = element.className && typeof element.className === "string" ? `.${element.className}` : "";
    return `${element.localName}${kind} “${words}”`;
  };
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const isOnTop = (element) => Boolean(element.closest(":popover-open"));
  const forReadersOnly = (element) => Boolean(element.closest(".vh, .trap, .visually-hidden"));

  // One rectangle for each line of each text, trimmed to where the letters are.
  const lines = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !seen(parent) || forReadersOnly(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      for (const box of range.getClientRects()) {
        const trim = box.height * 0.25;
        const line = { left: box.left, right: box.right, top: box.top + trim, bottom: box.bottom - trim, parent };
        if (box.width > 1 && box.right > 0) found.push(line);
      }
    }
    return found;
  };

  const sideways = () => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > width + 1);
    return [`scrolls to ${document.documentElement.scrollWidth} of ${width} px`, ...wide.slice(-3).map(named)];
  };

  // A wide table may be scrolled within its own frame (WCAG 1.4.10).
  const inScrolledTable = (element) => {
    const table = element.closest("table");
    for (let outer = table?.parentElement; outer && outer !== document.body; outer = outer.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(outer).overflowX)) return true;
    }
    return false;
  };
  const cutOff = (line) => {
    if (inScrolledTable(line.parent)) return false;
    if (line.right > document.documentElement.clientWidth + 1 || line.left < -1) return true;
    for (let outer = line.parent; outer && outer !== document.body; outer = outer.parentElement) {
      if (getComputedStyle(outer).overflow === "visible") continue;
      const box = outer.getBoundingClientRect();
      if (line.right > box.right + 1 || line.left < box.left - 1) return true;
      if (line.bottom > box.bottom + 1 || line.top < box.top - 1) return true;
    }
    return false;
  };
  const clipped = (all) => all.filter(cutOff).map((line) => `cut off: ${named(line.parent)}`);

  const overlapping = (all) => {
    const sorted = all.toSorted((one, other) => one.top - other.top);
    const found = [];
    sorted.forEach((one, place) => {
      for (let next = place + 1; next < sorted.length && sorted[next].top < one.bottom - 1; next += 1) {
        const other = sorted[next];
        const shared = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const isMeant = isOnTop(one.parent) !== isOnTop(other.parent);
        if (shared > 1 && !isMeant) found.push(`${named(one.parent)} under ${named(other.parent)}`);
      }
    });
    return found;
  };

  const misplaced = () => {
    const all = lines();
    return [...sideways(), ...clipped(all), ...overlapping(all)];
  };

  const stuck = () => [...document.querySelectorAll("body *")]
    .filter((one) => seen(one) && ["fixed", "sticky"].includes(getComputedStyle(one).position)).map(named);

  // Words within a sentence are as high as its lines (WCAG 2.5.5 leaves them out).
  const CONTROLS = "button:not(.term), summary, select, textarea, label.pick, nav a, .hub li a, .ways a, .err a, a.primary, a.quiet, " +
    "input:not([type=hidden], [type=radio], [type=checkbox])";
  const small = () => [...document.querySelectorAll(CONTROLS)]
    .filter((one) => seen(one) && !forReadersOnly(one))
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([, box]) => box.width < 44 || box.height < 44)
    .map(([one, box]) => `${named(one)} ${box.width.toFixed(1)} × ${box.height.toFixed(1)}`);

  const channels = (color) => (color.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const luminance = (color) => {
    const [red, green, blue] = channels(color).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const ground = (element) => {
    for (let outer = element; outer; outer = outer.parentElement) {
      const color = getComputedStyle(outer).backgroundColor;
      if (channels(color)[3] !== 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const ringed = (element) => {
    const style = getComputedStyle(element);
    const wide = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return wide && contrast(style.outlineColor, ground(element.parentElement)) >= 3;
  };

  // Text of less than 7:1, or 4.5:1 when it is large, on the ground it stands on.
  const faint = () => [...new Set(lines().map((line) => line.parent))].flatMap((one) => {
    const style = getComputedStyle(one);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const reached = contrast(style.color, ground(one));
    return reached < (isLarge ? 4.5 : 7) ? [`faint, ${reached.toFixed(1)}:1: ${named(one)}`] : [];
  });

  // Where the keyboard is: what is focused, whether that shows, and where it stands.
  const focus = () => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    const shown = [at, at.closest("label")].filter(Boolean);
    const box = shown.at(-1).getBoundingClientRect();
    return {
      name: named(shown.at(-1)),
      order: [...document.querySelectorAll("*")].indexOf(at),
      ringed: shown.some(ringed),
      onScreen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
      top: box.top + scrollY,
    };
  };

  // What WCAG 1.4.12 lets readers set. A style sheet of the reader's, so the page's policy does not apply to it.
  const spaceOut = () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
      p { margin-block-end: 2em !important }`);
    document.adoptedStyleSheets = [sheet];
    return [];
  };
  const unspace = () => { document.adoptedStyleSheets = []; return []; };

  // The frame after a change of size is not laid out to the end.
  const settled = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done([]))));

  window.looks = { misplaced, faint, settled, stuck, small, focus, spaceOut, unspace };
})();
