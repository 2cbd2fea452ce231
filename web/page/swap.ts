/** Swapping parts of the page for what the server sent: elements are matched by their id. */

const typing = "input:not([type=checkbox]):not([type=radio]), textarea, select";
const waiting = new Map<string, Element>();

/** Reads a page or a fragment of ours. Scripts in it never run: DOMParser makes them inert. */
export const parse = (html: string): Document => new DOMParser().parseFromString(html, "text/html");

/** Puts `fresh` in the place of the element with its id; what has focus keeps it. */
export function replace(fresh: Element): boolean {
  const old = document.getElementById(fresh.id);
  if (!fresh.id || !old) return false;
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  old.replaceWith(document.adoptNode(fresh));
  if (focused?.id) document.getElementById(focused.id)?.focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("preau:swapped", { detail: fresh }));
  return true;
}

/** Swaps a fragment that nobody asked for: never under the hands of someone who is typing in it. */
export function replaceQuietly(fresh: Element): void {
  const old = document.getElementById(fresh.id);
  if (old?.contains(document.activeElement) && document.activeElement?.matches(typing)) waiting.set(fresh.id, fresh);
  else replace(fresh);
}

/** Swaps in what waited for the end of the typing. */
export function settle(): void {
  for (const [id, fresh] of [...waiting]) {
    waiting.delete(id);
    replaceQuietly(fresh);
  }
}

/** Says `text` to screen readers, in the page's one status region. */
export function announce(text: string | null | undefined): void {
  const region = document.querySelector("[data-announce]");
  if (region && text) region.textContent = text.trim();
}

/** What a form would send, in the encoding that it declares; the pressed button counts. */
export function body(form: HTMLFormElement, submitter?: HTMLElement | null): FormData | URLSearchParams {
  const data = new FormData(form);
  if (submitter instanceof HTMLButtonElement && submitter.name) data.append(submitter.name, submitter.value);
  if (form.getAttribute("enctype") === "multipart/form-data") return data;
  return new URLSearchParams([...data].map(([name, value]) => [name, typeof value === "string" ? value : value.name]));
}

/**
 * `<form data-swap="id id…">`: sends the form and swaps these parts from the page that answers.
 * An answer at another address is followed; when the line fails the browser sends the form itself.
 */
export async function send(form: HTMLFormElement, submitter?: HTMLElement | null): Promise<void> {
  const action = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href;
  const url = new URL(action, location.href);
  const data = body(form, submitter);
  // Attributes, not properties: a control named "method" would hide form.method.
  const method = (form.getAttribute("method") ?? "get").toUpperCase();
  const get = method === "GET";
  if (get && data instanceof URLSearchParams) url.search = data.toString();
  let answer: Response;
  try {
    answer = await fetch(url, { method, headers: { accept: "text/html" }, ...(get ? {} : { body: data }) });
  } catch {
    HTMLFormElement.prototype.submit.call(form);
    return;
  }
  const page = parse(await answer.text());
  if (answer.redirected && new URL(answer.url).pathname !== location.pathname) return location.assign(answer.url);
  const parts = (form.dataset.swap ?? "").split(" ").map((id) => page.getElementById(id));
  const main = page.querySelector("main");
  if (parts.some((part) => !part) && main) parts.splice(0, parts.length, main);
  const heard = page.querySelector(".flash, [role=alert], [role=status]:not([data-announce])")?.textContent;
  for (const part of parts) if (part) replace(part);
  if (get) history.replaceState(null, "", url);
  announce(heard);
  if (!answer.ok) document.querySelector<HTMLElement>("main [role=alert]")?.focus();
}
