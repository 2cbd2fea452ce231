// The icons of the installed app, drawn from icons/favicon.svg by Chromium: `npm run app-icons`. The pictures are kept
// beside the drawing, so that a build needs no browser. Run again when the drawing changes.
import { readFileSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";

const icons = new URL("../icons/", import.meta.url);
const drawing = readFileSync(new URL("favicon.svg", icons), "utf8");
// A phone cuts its own shape out of a maskable icon, and iOS rounds the corners itself: the colour goes to the edge, and
// what must be seen stays within the inner 80 % (https://www.w3.org/TR/appmanifest/#icon-masks).
const whole = drawing.replace('rx="7" ', "").replace("translate(4 4)", "translate(6.4 6.4) scale(0.8)");
const pictures = { "app-192.png": [192, drawing], "app-512.png": [512, drawing], "app-maskable-512.png": [512, whole], "app-ios-180.png": [180, whole] };

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const [name, [size, svg]] of Object.entries(pictures)) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: ${size}px; height: ${size}px }</style>${svg}`);
  writeFileSync(new URL(name, icons), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
