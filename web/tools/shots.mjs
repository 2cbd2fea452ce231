// Pictures of the gallery at 360 and 1280 px, light and dark: `npm run shots [name…]`. Prints the folder.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { pages, serve } from "./gallery.mjs";

const asked = process.argv.slice(2);
const folder = process.env.OUT ?? mkdtempSync(join(tmpdir(), "preau-look-"));
const { server, address } = await serve();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium" });
let wrong = 0;
for (const width of [360, 1280]) {
  for (const scheme of ["light", "dark"]) {
    const context = await browser.newContext({ viewport: { width, height: width < 800 ? 740 : 900 }, colorScheme: scheme, deviceScaleFactor: 1 });
    const page = await context.newPage();
    page.on("console", (message) => { if (message.type() === "error") { wrong++; console.error(page.url(), message.text()); } });
    for (const name of pages().filter((name) => asked.length === 0 || asked.includes(name))) {
      await page.setViewportSize({ width, height: 700 });
      await page.goto(`${address}/${name}`, { waitUntil: "networkidle" });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (overflow > 0) { wrong++; console.error(`${name} at ${width}: ${overflow} px too wide`); }
      // As tall as the page: a sticky bar then stands where it would at the end of the page.
      await page.setViewportSize({ width, height: Math.max(700, await page.evaluate(() => document.documentElement.scrollHeight)) });
      await page.screenshot({ path: join(folder, `${name}-${width}-${scheme}.png`), fullPage: true });
    }
    await context.close();
  }
}
await browser.close();
server.close();
console.log(folder);
process.exitCode = wrong > 0 ? 1 : 0;
