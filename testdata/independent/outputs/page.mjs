// Opens report.html in headless Chromium and checks what only a browser can say:
// axe-core finds no violation in light and dark at 320 and 1280 px, the page does
// not scroll sideways, asks for nothing, and its map and tables can be used by
// keyboard alone. Usage: node page.mjs REPORT [FOLDER FOR SCREENSHOTS]
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [report, pictures] = process.argv.slice(2);
const browserPath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
const browser = await chromium.launch({
  executablePath: browserPath, headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
// axe-core judges no text inside a drawing (the figures' own test does), and takes
// minutes over every row of every table: it gets the page with the name and the
// description of each figure and the first rows of each table.
const reduced = "reduced.html";
writeFileSync(reduced, readFileSync(report, "utf8")
  .replace(/(<svg(?![^>]*map-drawing)[^>]*>\s*<title[^>]*>[^<]*<\/title>\s*<desc[^>]*>[^<]*<\/desc>)[\s\S]*?<\/svg>/g, "$1</svg>")
  .replace(/(<tbody>\s*(?:<tr>[\s\S]*?<\/tr>\s*){3})(?:<tr>[\s\S]*?<\/tr>\s*)*<\/tbody>/g, "$1</tbody>"));
const faults = [];
const check = (ok, what) => { if (!ok) { faults.push(what); } };

async function open(scheme, width, script = true, file = report) {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 }, bypassCSP: script === "axe", javaScriptEnabled: script !== false, offline: true });
  const page = await context.newPage();
  page.setDefaultTimeout(180000);
  page.on("request", (r) => check(/^(file|data):/.test(r.url()), `the page asks for ${r.url()}`));
  page.on("console", (m) => check(m.type() !== "error", `console: ${m.text()}`));
  page.on("pageerror", (e) => faults.push(`script: ${e.message}`));
  await page.goto(pathToFileURL(file).href);
  return page;
}

for (const scheme of ["light", "dark"]) {
  for (const width of [320, 1280]) {
    const name = `${scheme} ${width} px`;
    const whole = await open(scheme, width);
    const sideways = await whole.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    check(sideways <= 0, `${name}: the page is ${sideways} px too wide`);
    if (pictures) { await whole.screenshot({ path: `${pictures}/page-${scheme}-${width}.png`, clip: { x: 0, y: 0, width, height: 6000 }, fullPage: true }); }
    await whole.context().close();
    const page = await open(scheme, width, "axe", reduced);
    // What lies off the screen is laid out when it comes near it: for axe-core, at once.
    await page.addStyleTag({ content: ".theme>*{content-visibility:visible!important}" });
    await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      const result = await axe.run(document, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
      return result.violations.map((v) => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 160)} ${(v.nodes[0].any[0] || {}).message || ""}`);
    });
    found.forEach((v) => faults.push(`${name}: axe ${v}`));
    console.log(`${name}: axe-core finds ${found.length} violations`);
    await page.context().close();
  }
}

// By keyboard alone, under the page's own policy.
const page = await open("light", 1280);
const focused = () => page.evaluate(() => { const e = document.activeElement; return { tag: e.tagName, id: e.id, text: e.textContent.trim().slice(0, 60), row: !!e.closest("#map-rows") }; });
await page.keyboard.press("Tab");
check((await focused()).text === "Skip to main content", "the first stop of the keyboard is not the skip link");
await page.keyboard.press("Enter");
check(page.url().endsWith("#main"), "the skip link does not lead to the content");
if (await page.$("#map-data")) {
  const reach = async (want, limit = 400) => {
    for (let i = 0; i < limit; i++) {
      await page.keyboard.press("Tab");
      const f = await focused();
      if (want(f)) { return f; }
    }
    faults.push("the keyboard does not reach a part of the map");
    return {};
  };
  await reach((f) => f.id === "map-measure");
  const before = await page.textContent("#map-caption");
  await page.keyboard.press("ArrowDown");
  const measures = await page.$$eval("#map-measure option", (o) => o.length);
  const after = await page.textContent("#map-caption");
  check(measures < 2 || before !== after, "the picker does not change the measure");
  check((await page.textContent("#map-title")).includes(after), "the title of the map is not that of its table");
  const ward = await reach((f) => f.tag === "BUTTON" && f.row);
  await page.keyboard.press("Enter");
  check((await page.textContent("#map-said")).startsWith(ward.text + ":"), "the chosen area is not said");
  check(await page.$eval("#map-rows button", (b) => b.getAttribute("aria-pressed") === "true"), "the chosen area is not marked in the table");
  check((await page.$$("#map-drawing .chosen")).length === 1, "the chosen area is not marked on the map");
  const outline = await page.$eval("#map-rows button", (b) => getComputedStyle(b).outlineWidth);
  check(outline === "3px", `the focus has an outline of ${outline}`);
  const inline = await page.evaluate(() => JSON.parse(document.getElementById("map-data").textContent).every((m) => m.rows.length > 0 && m.key.length > 0));
  check(inline, "a measure has no rows or no key");
  console.log(`map: ${measures} measures, used by keyboard`);
}
const summary = await page.$("figure + details summary");
await summary.focus();
await page.keyboard.press("Enter");
check(await summary.evaluate((s) => s.parentElement.open), "a data table cannot be opened by keyboard");
const scroller = await page.$("figure + details .scroll");
await scroller.focus();
check(await scroller.evaluate((s) => s === document.activeElement), "a data table cannot be reached by keyboard");

// Printed, the data are there; without script, the map and its table are whole.
await page.emulateMedia({ media: "print" });
const hidden = await page.evaluate(() => [...document.querySelectorAll("details td")].filter((c) => !c.checkVisibility({ contentVisibilityAuto: true })).length);
const closed = await page.evaluate(() => { dispatchEvent(new Event("beforeprint")); return [...document.querySelectorAll("details")].filter((d) => !d.open).length; });
check(closed === 0, `${closed} folds stay closed in print`);
console.log(`print: ${hidden} cells were folded before, ${closed} folds stay closed`);
if (pictures) { await page.pdf({ path: `${pictures}/page.pdf`, format: "A4" }); }
const plain = await open("light", 1280, false);
check((await plain.$$("#map-rows tr")).length === (await plain.$$("#map-drawing [data-code]")).length || !(await plain.$("#map-data")), "without script the table of the map is not whole");
check(!(await plain.isVisible("#map-control").catch(() => false)), "without script the picker shows and does nothing");
await browser.close();
for (const f of [...new Set(faults)]) { console.error(`fault: ${f}`); }
process.exit(faults.length > 0 ? 1 : 0);
