/**
 * What every page gets beyond HTML: each behaviour is asked for by a data attribute (see README.md),
 * and every page works without any of them. Buttons that need this script are `hidden` until it runs.
 */
import { filter } from "./filter";
import { letInLater } from "./fonts";
import { watch } from "./live";
import { send, settle } from "./swap";
import { drop, upload } from "./upload";

const all = <T extends HTMLElement>(root: ParentNode, selector: string, act: (element: T) => void) =>
  root.querySelectorAll<T>(selector).forEach(act);
const byId = <T extends HTMLElement>(id: string | undefined) => document.getElementById(id ?? "") as T | null;

/** `data-when="way=password"`: shown only while the form has this answer; hidden fields don't block sending. */
function showWhen(form: HTMLFormElement): void {
  all<HTMLElement>(form, "[data-when]", (part) => {
    const [name = "", value = ""] = (part.dataset.when ?? "").split("=");
    part.hidden = new FormData(form).get(name) !== value;
    all<HTMLInputElement>(part, "input, select, textarea", (control) => { control.disabled = part.hidden; });
  });
}

/** The outbox, once it could be fetched: a phone may lose the line between the page and its script. */
function outbox(): Promise<typeof import("./outbox")> {
  return import("./outbox").catch(() => new Promise((back) => addEventListener("online", back, { once: true })).then(outbox));
}

/** Readies what a page or a swapped fragment holds. */
function ready(root: ParentNode): void {
  all(root, "[data-reveal], [data-copy], [data-print], [data-dialog]", (button) => { button.hidden = false; });
  all(root, "[data-drop]", drop);
  all<HTMLElement>(root, "[data-when]", (part) => { const form = part.closest("form"); if (form) showWhen(form); });
  all<HTMLFormElement>(root, "form[data-outbox]", (form) => void outbox().then(({ ready }) => ready(form)));
}

/** Brings what keeps pages for when there is no line (sw.ts). A page that came before it asks to be kept too. */
async function install(): Promise<void> {
  const worker = navigator.serviceWorker;
  await worker?.register("/sw.js");
  const [opened] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (!opened?.workerStart) (await worker?.ready)?.active?.postMessage("here");
}

/** What an earlier page could not send yet goes on from this one (queue.ts). */
function waits(): boolean {
  try { return localStorage.getItem("preau-outbox") !== null; } catch { return false; }
}

function reveal(button: HTMLElement): void {
  const input = byId<HTMLInputElement>(button.dataset.reveal);
  if (!input) return;
  const shown = input.type === "password";
  input.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
}

async function copy(button: HTMLElement): Promise<void> {
  const from = document.querySelector(button.dataset.copy ?? "");
  await navigator.clipboard.writeText((from instanceof HTMLInputElement ? from.value : from?.textContent ?? "").trim());
  const label = button.querySelector("span") ?? button;
  const before = label.textContent;
  label.textContent = button.dataset.copied ?? before;
  label.setAttribute("role", "status");
  setTimeout(() => { label.textContent = before; }, 3000);
}

/** Opens a dialog; a Safari of 2021 knows no modal ones and shows it in the page. */
const open = (dialog: HTMLDialogElement) => dialog.showModal ? dialog.showModal() : dialog.setAttribute("open", "");

const pressed: [string, (element: HTMLElement) => void][] = [
  ["[data-reveal]", reveal],
  ["[data-copy]", (button) => void copy(button).catch(() => undefined)],
  ["[data-print]", () => void document.fonts.ready.then(() => print())],
  ["[data-dialog]", (button) => { const dialog = byId<HTMLDialogElement>(button.dataset.dialog); if (dialog) open(dialog); }],
  ["[data-close]", (button) => { const dialog = button.closest("dialog"); if (dialog?.close) dialog.close(); else dialog?.removeAttribute("open"); }],
];

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  for (const [selector, act] of pressed) {
    const element = target.closest<HTMLElement>(selector);
    if (element) act(element);
  }
  all<HTMLDetailsElement>(document, "details[data-dropdown][open]", (menu) => { if (!menu.contains(target)) menu.open = false; });
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  all<HTMLDetailsElement>(document, "details[data-dropdown][open]", (menu) => {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  if (location.hash === "#menu") location.hash = "#main";
});

document.addEventListener("input", (event) => {
  const input = event.target as HTMLInputElement;
  if (input.dataset.filter) filter(input);
  if (input.form) showWhen(input.form);
});

/** `data-confirm="id"`: the dialog asks first; "yes" is its answer. */
function confirmed(form: HTMLFormElement, submitter: HTMLElement | null): boolean {
  const dialog = byId<HTMLDialogElement>(form.dataset.confirm);
  if (!dialog?.showModal) return true;
  if (dialog.returnValue === "yes") {
    dialog.returnValue = "";
    return true;
  }
  dialog.onclose = () => { if (dialog.returnValue === "yes") form.requestSubmit ? form.requestSubmit(submitter) : form.submit(); };
  dialog.showModal();
  return false;
}

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  const submitter = event.submitter;
  // form.method would read a control of that name first.
  const inDialog = (submitter?.getAttribute("formmethod") ?? form.getAttribute("method")) === "dialog";
  if (inDialog || event.defaultPrevented) return;
  if (form.getAttribute("aria-busy") === "true" || !confirmed(form, submitter)) return event.preventDefault();
  if (form.dataset.upload !== undefined && form.querySelector<HTMLInputElement>("input[type=file]")?.files?.length) {
    event.preventDefault();
    upload(form);
    return;
  }
  // A second press while the first is under way sends nothing.
  form.setAttribute("aria-busy", "true");
  setTimeout(() => form.removeAttribute("aria-busy"), 8000); // the answer may be a download: the page stays
  if (form.dataset.swap) {
    event.preventDefault();
    void send(form, submitter).finally(() => form.removeAttribute("aria-busy"));
  }
});

addEventListener("pageshow", () => all(document, "form[aria-busy]", (form) => form.removeAttribute("aria-busy")));
document.addEventListener("focusout", () => setTimeout(settle));
document.addEventListener("preau:swapped", (event) => ready((event as CustomEvent<Element>).detail));
// A browser that can keeps pages for when there is no line (sw.ts); the page that says so goes once there is one again.
if (document.querySelector(".app")) addEventListener("load", () => void install().catch(() => undefined));
if (document.querySelector("[data-offline] [data-opened]:not([hidden])")) {
  // The server is asked: what a browser believes of the network says nothing of a server in the same building.
  const look = () => void fetch("/manifest.webmanifest", { cache: "no-store" }).then(({ ok }) => { if (ok) location.reload(); }, () => undefined);
  addEventListener("online", look);
  setInterval(look, 3000);
}
addEventListener("beforeinstallprompt", (event) => all(document, "[data-install]", (button) => {
  event.preventDefault();
  button.hidden = false;
  button.onclick = () => void (event as Event & { prompt: () => Promise<unknown> }).prompt();
}));
letInLater();
ready(document);
if (waits()) void outbox().then(({ begin }) => begin());
watch(document);
document.querySelector<HTMLElement>("main [role=alert][tabindex]")?.focus();
