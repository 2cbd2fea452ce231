// Contrast of the token pairs in both schemes (WCAG 2.2, 1.4.3 and 1.4.11). Fails below 4.5, or 3 for outlines.
import { readFileSync } from "node:fs";

const css = readFileSync(new URL("../style/tokens.css", import.meta.url), "utf8");
const tokens = new Map();
const remember = (name, light, dark) => tokens.set(name, [light, dark]);
for (const [, name, light, dark] of css.split("/* Colours of spaces")[0].matchAll(/--([\w-]+): light-dark\((#\w+), (#\w+)\)/g)) remember(name, light, dark);
for (const [, number, a, b, c, d] of css.matchAll(/\.hue-(\d) \{ --hue: light-dark\((#\w+), (#\w+)\); --hue-weak: light-dark\((#\w+), (#\w+)\)/g)) {
  remember(`hue-${number}`, a, b);
  remember(`hue-${number}-weak`, c, d);
}

const hues = [1, 2, 3, 4, 5, 6, 7, 8];
const grounds = ["paper", "surface", "surface-sunk"];
const text = [
  ...grounds.flatMap((ground) => ["ink", "ink-soft", "brand", "brand-strong", "danger"].map((ink) => [ink, ground])),
  ...["ink", "ink-soft", "brand", "brand-strong"].map((ink) => [ink, "brand-weak"]),
  ...["good", "warn", "danger", "accent"].flatMap((tone) => [[tone, `${tone}-weak`], ["ink", `${tone}-weak`], ["ink-soft", `${tone}-weak`], [tone, "surface"]]),
  ["brand-ink", "brand"], ["brand-ink", "brand-strong"], ["danger-ink", "danger"], ["ink", "line"], ["ink-soft", "line"],
  ...hues.flatMap((hue) => [[`hue-${hue}`, `hue-${hue}-weak`], [`hue-${hue}`, "surface"]]),
];
const outlines = [...grounds, "brand-weak"].flatMap((ground) => [["edge", ground], ["focus", ground], ["brand", ground]]);

function luminance(hex) {
  const full = hex.length === 4 ? hex.replace(/[^#]/g, "$&$&") : hex;
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = parseInt(full.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

let weakest = { value: Infinity };
let failures = 0;
for (const [pairs, least] of [[text, 4.5], [outlines, 3]]) {
  for (const [ink, ground] of pairs) {
    for (const scheme of [0, 1]) {
      if (!tokens.has(ink) || !tokens.has(ground)) throw new Error(`no token --${tokens.has(ink) ? ground : ink} in tokens.css`);
      const value = ratio(tokens.get(ink)[scheme], tokens.get(ground)[scheme]);
      const line = `${["light", "dark"][scheme]}: --${ink} on --${ground} is ${value.toFixed(2)}, needs ${least}`;
      if (value < least) { failures++; console.error(line); }
      if (value / least < weakest.value) weakest = { value: value / least, line };
    }
  }
}
console.log(`contrast: ${2 * (text.length + outlines.length)} pairs, ${failures} too weak; closest ${weakest.line}`);
process.exitCode = failures > 0 ? 1 : 0;
