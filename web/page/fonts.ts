/** `<link rel="stylesheet" media="print" data-fonts>`: the reading face comes after the page, and at once when it came before. */
const known = "preau-fonts";

/** What this tab remembers; nothing where storage is closed. */
function remembered(): string | null {
  try {
    return sessionStorage.getItem(known);
  } catch {
    return null;
  }
}

export function letFontsIn(): void {
  const link = document.querySelector<HTMLLinkElement>("link[data-fonts]");
  if (!link) return;
  const show = () => { link.media = "all"; };
  if (remembered() === link.href || document.readyState === "complete") show();
  else addEventListener("load", show, { once: true });
  try {
    sessionStorage.setItem(known, link.href);
  } catch {
    // The next page waits for its own load again.
  }
}
