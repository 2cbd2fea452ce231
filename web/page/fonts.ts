/**
 * `<link rel="stylesheet" media="print" data-fonts>`: the reading face is fetched behind the first page that a browser
 * ever opens and shown from the next one on. Shown when it arrives, it would lay out the page a second time under the
 * reader's eyes: half a second on a slow phone.
 */
import face from "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2?url";

const known = "preau-fonts";

/** Keeps the face in the browser's cache, and remembers that it is there. */
async function fetchFace(address: string): Promise<void> {
  const answer = await fetch(face, { priority: "low" });
  if (!answer.ok) return;
  await answer.arrayBuffer();
  localStorage.setItem(known, address);
}

export function letFontsIn(): void {
  const link = document.querySelector<HTMLLinkElement>("link[data-fonts]");
  if (!link) return;
  const show = () => { link.media = "all"; };
  try {
    if (localStorage.getItem(known) === link.href) show();
    // A line that fails now is tried again by the next page.
    else addEventListener("load", () => void fetchFace(link.href).catch(() => undefined), { once: true });
  } catch {
    // Where storage is closed nothing can be remembered: the face comes after the page.
    addEventListener("load", show, { once: true });
  }
}
