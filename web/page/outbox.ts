/**
 * `<form data-outbox="wall.photo">`: its files go up while the person still writes, two at a time, and survive a reload
 * and a lost line; the form itself waits for them, and for the line. The markup and all sentences come from the page:
 * see README.md, and `forms::outbox` of crates/preau-web/templates/forms.html.
 */
import { type Item, Refused, type Waiting, all, drop, dropForm, keep, keepForm, reader, send } from "./queue";
import { Unreadable, isPhoto, small } from "./photo";
import { pause } from "./live";
import { announce, parse, replace } from "./swap";

const AT_ONCE = 2;

/** A file in the list of this page, or one that goes up from another page. */
type Row = { item: Item; sent: number; preparing?: boolean; stop?: AbortController; failed?: boolean; shown?: HTMLElement };

const rows: Row[] = [];
const boxes = new Map<string, Box>();
const id = () => crypto.getRandomValues(new Uint32Array(4)).join("-");
const fill = (text: string, values: Record<string, string | number>) => text.replace(/\{(\w+)\}/g, (_, name: string) => `${values[name] ?? ""}`);
const part = <T extends HTMLElement>(root: ParentNode, name: string) => root.querySelector<T>(`[data-${name}]`);

/** A form on this page. */
class Box {
  private readonly list: HTMLElement | null;
  private readonly row: HTMLTemplateElement | null;
  private readonly all: HTMLElement | null;

  constructor(readonly form: HTMLFormElement, private readonly key: string) {
    this.list = part(form, "outbox-list");
    this.row = form.querySelector<HTMLTemplateElement>("template[data-outbox-row]");
    this.all = part(form, "outbox-all");
    boxes.set(key, this);
    form.addEventListener("change", ({ target }) => { if (target instanceof HTMLInputElement && target.type === "file") void this.add(target); });
    form.addEventListener("submit", (event) => { if (!event.defaultPrevented) void this.submit(event); });
    form.addEventListener("click", ({ target }) => this.press(target as Element));
  }

  /** A sentence of the page. */
  say(name: string): string { return this.form.querySelector(`[data-outbox-say="${name}"]`)?.textContent?.trim() ?? ""; }
  mine(): Row[] { return rows.filter(({ item }) => item.form === this.key).sort((one, two) => one.item.order - two.item.order); }

  /** Takes what was chosen into the queue; photos are made small first, one after the other. */
  async add(input: HTMLInputElement): Promise<void> {
    const files = [...(input.files ?? [])];
    const [purpose, limit] = [this.form.dataset.outbox ?? "", Number(this.form.dataset.outboxLimit ?? Infinity)];
    input.value = "";
    for (const chosen of files) {
      const row: Row = { item: { key: id(), form: this.key, reader: reader(), purpose, file: chosen, order: Date.now() + rows.length / 1000 }, sent: 0, preparing: true };
      rows.push(row);
      this.show(row, "preparing");
      try {
        if (input.dataset.photos !== undefined && isPhoto(chosen)) row.item.file = await small(chosen);
        if (row.item.file.size > limit) throw new Refused(this.say("too-large"));
        await keep(row.item);
        delete row.preparing;
        this.show(row);
        next();
      } catch (error) {
        delete row.preparing;
        row.failed = true;
        this.show(row, error instanceof Unreadable ? (error.heic ? "heic" : "unreadable") : "failed", error instanceof Refused ? error.message : "");
      }
    }
    void deliver();
  }

  /** Shows a file as it is now, in a row of the page's template. */
  show(row: Row, state = row.item.upload ? "done" : row.item.stopped ? "stopped" : row.stop ? "sending" : "waiting", words = ""): void {
    if (!this.list || !this.row) return;
    let { shown } = row;
    if (!shown) {
      shown = row.shown = (this.row.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
      shown.dataset.key = row.item.key;
      for (const named of shown.querySelectorAll("[aria-label]")) named.setAttribute("aria-label", fill(named.getAttribute("aria-label") ?? "", { name: row.item.file.name }));
      this.list.append(shown);
    }
    const { file } = row.item;
    const picture = part<HTMLImageElement>(shown, "outbox-thumb");
    if (picture && file.type === "image/jpeg" && !picture.src) {
      picture.src = URL.createObjectURL(file);
      picture.onload = () => URL.revokeObjectURL(picture.src);
      picture.hidden = false;
    }
    part(shown, "outbox-name")!.textContent = file.name;
    part(shown, "outbox-state")!.textContent = words || this.say(state);
    shown.dataset.state = state;
    const bar = shown.querySelector("progress")!;
    bar.value = row.item.upload ? 1 : file.size ? row.sent / file.size : 0;
    bar.hidden = !["sending", "waiting", "stopped", "offline"].includes(state);
    part(shown, "outbox-stop")!.hidden = !["sending", "waiting", "offline"].includes(state);
    part(shown, "outbox-go")!.hidden = state !== "stopped";
    this.total();
  }

  /** How far all of it is. */
  total(): void {
    const mine = this.mine().filter(({ failed }) => !failed);
    if (!this.all) return;
    this.all.hidden = mine.length === 0;
    const size = mine.reduce((sum, { item }) => sum + item.file.size, 0);
    const sent = mine.reduce((sum, { item, sent }) => sum + (item.upload ? item.file.size : sent), 0);
    this.all.querySelector("progress")!.value = size ? sent / size : 0;
    const words = fill(this.say("count"), { done: mine.filter(({ item }) => item.upload).length, all: mine.length });
    const told = part(this.all, "outbox-count")!;
    if (told.textContent !== words) told.textContent = words;
  }

  private press(target: Element): void {
    const shown = target.closest<HTMLElement>("[data-key]");
    const row = rows.find((row) => row.shown === shown);
    const button = target.closest("button");
    if (!shown || !row || !button) return;
    const { item } = row;
    const by = Number(button.dataset.outboxMove ?? 0);
    if (by) {
      const mine = this.mine();
      const other = mine[mine.indexOf(row) + by];
      if (!other?.shown) return;
      [item.order, other.item.order] = [other.item.order, item.order];
      by < 0 ? other.shown.before(shown) : other.shown.after(shown);
      button.focus();
      for (const { item, failed } of [row, other]) if (!failed) void keep(item);
    } else if ("outboxStop" in button.dataset) {
      item.stopped = true;
      row.stop?.abort();
      void keep(item);
      this.show(row);
      part(shown, "outbox-go")?.focus();
    } else if ("outboxGo" in button.dataset) {
      item.stopped = false;
      void keep(item);
      this.show(row);
      part(shown, "outbox-stop")?.focus();
      next();
    } else if ("outboxRemove" in button.dataset) {
      row.stop?.abort();
      rows.splice(rows.indexOf(row), 1);
      void drop(item.key);
      if (item.upload) void fetch(`/uploads/${item.upload}`, { method: "DELETE", headers: { "tus-resumable": "1.0.0" } }).catch(() => undefined);
      const near = (shown.nextElementSibling ?? shown.previousElementSibling)?.querySelector<HTMLElement>("[data-outbox-remove]");
      shown.remove();
      (near ?? this.form.querySelector<HTMLElement>("input[type=file]"))?.focus();
      this.total();
    }
  }

  /** The form waits for its files and for the line; what is left of it is sent from whatever page is open then. */
  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.mine().some(({ failed }) => failed)) return this.stuck();
    const data = new FormData(this.form);
    const pressed = event.submitter;
    if (pressed instanceof HTMLButtonElement && pressed.name) data.append(pressed.name, pressed.value);
    const fields = [...data].flatMap(([name, value]): [string, string][] => typeof value === "string" ? [[name, value]] : []);
    const action = new URL(pressed?.getAttribute("formaction") ?? this.form.getAttribute("action") ?? location.href, location.href).href;
    for (const row of this.mine()) if (row.item.stopped) { row.item.stopped = false; await keep(row.item); }
    await keepForm({ form: this.key, reader: reader(), action, fields, tries: 0 });
    this.busy(true);
    next();
    void deliver();
  }

  /** A file can't be sent: the person takes it out of the list first. */
  stuck(): void {
    this.busy(false);
    const words = part(this.form, "outbox-status");
    if (words) words.textContent = this.say("form-stuck");
    this.mine().find(({ failed }) => failed)?.shown?.querySelector<HTMLElement>("[data-outbox-remove]")?.focus();
  }

  busy(on: boolean): void {
    const words = part(this.form, "outbox-status");
    if (words) words.textContent = on ? this.say(navigator.onLine ? "form-sending" : "form-offline") : "";
    on ? this.form.setAttribute("aria-busy", "true") : this.form.removeAttribute("aria-busy");
  }

  /** The server's answer to the form: another page, or this one with what is wrong. */
  async answered(answer: Response): Promise<void> {
    if (answer.ok) return location.assign(answer.url);
    this.busy(false);
    const main = parse(await answer.text()).querySelector("main");
    if (main && replace(main)) document.querySelector<HTMLElement>("main [role=alert]")?.focus();
  }
}

/** Begins with the next files that wait. */
function next(): void {
  const free = AT_ONCE - rows.filter(({ stop }) => stop).length;
  const waiting = rows.filter(({ item, preparing, stop, failed }) => !item.upload && !item.stopped && !preparing && !stop && !failed);
  for (const row of waiting.slice(0, Math.max(0, free))) void go(row);
}

async function go(row: Row): Promise<void> {
  const stop = row.stop = new AbortController();
  const box = () => boxes.get(row.item.form);
  box()?.show(row);
  // One tab sends a file, the others wait for it.
  const lock = navigator.locks ? (act: () => Promise<void>) => navigator.locks.request(row.item.key, act) : (act: () => Promise<void>) => act();
  try {
    await lock(async () => {
      const upload = await send(
        row.item,
        (bytes) => { row.sent = bytes; box()?.show(row, "sending"); },
        () => box()?.show(row, "offline"),
        stop.signal,
      );
      await keep(Object.assign(row.item, { upload }));
    });
  } catch (error) {
    row.failed = !stop.signal.aborted;
    if (row.failed) box()?.show(row, "failed", error instanceof Refused ? error.message : "");
  }
  delete row.stop;
  if (!row.failed) box()?.show(row);
  next();
  void deliver();
}

let delivering = false;
/** Sends the forms whose files are all there. */
async function deliver(): Promise<void> {
  if (delivering) return;
  delivering = true;
  try {
    for (const form of (await all()).forms) await post(form);
  } finally {
    delivering = false;
  }
}

async function post(form: Waiting): Promise<void> {
  const mine = rows.filter(({ item }) => item.form === form.form).sort((one, two) => one.item.order - two.item.order);
  const box = boxes.get(form.form);
  if (mine.some(({ failed }) => failed)) {
    // With the form on the page the person decides; without it, the form waits until they come back to it.
    if (box) { await dropForm(form.form); box.stuck(); }
    return;
  }
  if (mine.some(({ item }) => !item.upload)) return;
  const body = new FormData();
  for (const [name, value] of form.fields) body.append(name, value);
  for (const { item } of mine) body.append("upload", item.upload ?? "");
  let answer: Response;
  try {
    answer = await fetch(form.action, { method: "POST", headers: { accept: "text/html", "preau-said-later": "1" }, body });
  } catch {
    await keepForm({ ...form, tries: form.tries + 1 });
    box?.busy(true);
    setTimeout(() => void deliver(), pause(form.tries));
    return;
  }
  // Sent before, and the answer was lost: its files were taken then.
  const before = answer.status === 410 && form.tries > 0;
  await dropForm(form.form);
  if (answer.ok || before) {
    for (const { item } of mine) await drop(item.key);
    rows.splice(0, rows.length, ...rows.filter((row) => !mine.includes(row)));
  }
  if (before) location.reload();
  else if (box) await box.answered(answer);
  else announce(document.querySelector<HTMLElement>("[data-outbox-sent]")?.dataset.outboxSent);
}

let begun: Promise<void> | undefined;
/** Goes on with what an earlier page left. Once a page. */
export function begin(): Promise<void> {
  begun ??= (async () => {
    const { items, forms } = await all();
    for (const item of items) rows.push({ item, sent: 0 });
    for (const row of rows) boxes.get(row.item.form)?.show(row);
    for (const { form } of forms) boxes.get(form)?.busy(true);
    addEventListener("online", () => { next(); void deliver(); });
    next();
    await deliver();
  })();
  return begun;
}

/** Readies a form of this page, with what waited for it. */
export function ready(form: HTMLFormElement): void {
  const box = new Box(form, `${form.dataset.outbox} ${form.getAttribute("action") ?? location.pathname}`);
  for (const row of box.mine()) { delete row.shown; box.show(row); }
  // What was chosen while this was on its way.
  for (const input of form.querySelectorAll<HTMLInputElement>("input[type=file]")) if (input.files?.length) void box.add(input);
  form.toggleAttribute("data-outbox-ready", true);
  void begin();
}
