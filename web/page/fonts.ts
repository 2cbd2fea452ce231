/**
 * `<script data-fonts data-manifest>`: what no page needs for its first words is fetched behind them, where it takes
 * nothing of a slow line from them. The reading face is shown from the next page on: shown when it arrives, it would
 * lay out the page a second time under the reader's eyes, half a second on a slow phone.
 */
import face from "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2?url";

const known = "preau-fonts";

function link(rel: string, href: string): void {
  const link = document.createElement("link");
  link.rel = rel;
  link.href = href;
  document.head.append(link);
}

/** Keeps the face and its sheet in the browser's cache, and remembers that they are there. */
async function fetchFace(sheet: string): Promise<void> {
  const answers = await Promise.all([face, sheet].map((address) => fetch(address, { priority: "low" })));
  if (!answers.every((answer) => answer.ok)) return;
  await Promise.all(answers.map((answer) => answer.arrayBuffer()));
  localStorage.setItem(known, sheet);
}

export function letInLater(): void {
  const { fonts: sheet, manifest } = document.querySelector<HTMLElement>("script[data-fonts]")?.dataset ?? {};
  if (!sheet) return;
  const show = () => link("stylesheet", sheet);
  const later = (act: () => void) => addEventListener("load", act, { once: true });
  if (manifest) later(() => link("manifest", manifest));
  try {
    if (localStorage.getItem(known) === sheet) show();
    // A line that fails now is tried again by the next page.
    else later(() => void fetchFace(sheet).catch(() => undefined));
  } catch {
    // Where storage is closed nothing can be remembered: the face comes after the page.
    later(show);
  }
}
