// axe on every page of the gallery, both schemes, 320, 360 and 1280 px: `npm run axe`. Fails on any finding.
import axe from "axe-core";
import { chromium } from "playwright-core";
import { pages, serve } from "./gallery.mjs";

const { server, address } = await serve();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium" });
let found = 0;
for (const width of [320, 360, 1280]) {
  for (const scheme of ["light", "dark"]) {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme: scheme });
    const page = await context.newPage();
    for (const name of pages()) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(`${address}/${name}`, { waitUntil: "networkidle" });
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      // As tall as the page, or axe measures what a sticky bar happens to cover.
      await page.setViewportSize({ width, height: await page.evaluate(() => document.documentElement.scrollHeight) });
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      for (const { id, help, nodes } of violations) {
        found += nodes.length;
        console.error(`${name} ${width} ${scheme}: ${id}: ${help}\n  ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join("\n  ")}`);
      }
    }
    await context.close();
  }
}
await browser.close();
server.close();
console.log(found === 0 ? "axe found nothing" : `axe found ${found}`);
process.exitCode = found > 0 ? 1 : 0;
