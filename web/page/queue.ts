/**
 * Files that wait to be sent, kept in the browser's database: a reload, a closed tab or a lost line loses none. Each has
 * a key of its own, by which the server finds an upload again (tus 1.0.0, see crates/preau-web/src/uploads).
 */
import { pause } from "./live";

/** A file on its way. */
export type Item = {
  key: string;
  /** The form that it belongs to, and whose it is. */
  form: string;
  reader: string;
  purpose: string;
  file: File;
  order: number;
  /** Something of it was sent before: the server is asked how much. */
  begun?: boolean;
  /** The server's id, once all of it is there. */
  upload?: string;
  stopped?: boolean;
};

/** A form that was sent, and waits for its files or for the line. */
export type Waiting = { form: string; reader: string; action: string; fields: [string, string][]; tries: number };

/** What the server says it can't take, in the reader's language. */
export class Refused extends Error {}

const STORES = ["items", "forms"] as const;
/** Milliseconds without a byte after which a line is given up: a phone often does not notice that it is gone. */
const SILENCE = 30_000;
const known = "preau-outbox";

export const reader = (): string => document.documentElement.dataset.for ?? "";

let opened: Promise<IDBDatabase> | undefined;
function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(known, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("items", { keyPath: "key" });
      request.result.createObjectStore("forms", { keyPath: "form" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function act<T>(store: (typeof STORES)[number], mode: IDBTransactionMode, what: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const transaction = (await database()).transaction(store, mode);
  return new Promise((resolve, reject) => {
    const request = what(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

/** Tells later pages whether anything waits, so that they need not open the database to know. */
const note = (waits: boolean) => { try { waits ? localStorage.setItem(known, "") : localStorage.removeItem(known); } catch { /* told by opening */ } };

export async function keep(item: Item): Promise<void> { await act("items", "readwrite", (store) => store.put(item)); note(true); }
export async function keepForm(form: Waiting): Promise<void> { await act("forms", "readwrite", (store) => store.put(form)); note(true); }
export const drop = (key: string): Promise<unknown> => act("items", "readwrite", (store) => store.delete(key));
export const dropForm = (form: string): Promise<unknown> => act("forms", "readwrite", (store) => store.delete(form));

/** What waits for this reader. What waited for somebody else on this device is ended: it is not theirs to see. */
export async function all(): Promise<{ items: Item[]; forms: Waiting[] }> {
  const items: Item[] = await act("items", "readonly", (store) => store.getAll());
  const forms: Waiting[] = await act("forms", "readonly", (store) => store.getAll());
  const mine = ({ reader: whose }: { reader: string }) => whose === reader();
  for (const { key } of items.filter((item) => !mine(item))) await drop(key);
  for (const { form } of forms.filter((form) => !mine(form))) await dropForm(form);
  if (!items.some(mine) && !forms.some(mine)) note(false);
  return { items: items.filter(mine).sort((one, two) => one.order - two.order), forms: forms.filter(mine) };
}

const base64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** What the server is told of a file. */
export const metadata = ({ key, purpose, file }: Item): string =>
  Object.entries({ filename: file.name, filetype: file.type, purpose, key }).filter(([, value]) => value).map(([name, value]) => `${name} ${base64(value)}`).join(",");

type Answer = { status: number; location: string; offset: number; text: string };

/** One request; `sent` hears how many bytes of its body have gone. */
function ask(method: string, address: string, headers: Record<string, string>, body: Blob | null, sent: (bytes: number) => void, stop: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let timer: ReturnType<typeof setTimeout>;
    const lost = () => { clearTimeout(timer); reject(new Error("no line")); };
    const listen = () => { clearTimeout(timer); timer = setTimeout(() => request.abort(), SILENCE); };
    request.open(method, address);
    const all = { "tus-resumable": "1.0.0", ...(body ? { "content-type": "application/offset+octet-stream" } : {}), ...headers };
    for (const [name, value] of Object.entries(all)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded }) => { listen(); sent(loaded); };
    request.onload = () => {
      clearTimeout(timer);
      const header = (name: string) => request.getResponseHeader(name) ?? "";
      resolve({ status: request.status, location: header("location"), offset: Number(header("upload-offset")), text: request.responseText });
    };
    request.onerror = request.onabort = lost;
    stop.addEventListener("abort", () => request.abort());
    listen();
    request.send(body);
  });
}

/** Whether another try could help: the line, a server in trouble, or an upload that went on elsewhere. */
export const again = (status: number): boolean => status === 0 || status === 408 || status === 409 || status === 429 || (status >= 500 && status !== 507);

function refusal(text: string): Refused {
  try { return new Refused(JSON.parse(text).detail); } catch { return new Refused(""); }
}

/** Waits before the nth new try, or until the line is back. */
const wait = (tries: number, stop: AbortSignal) => new Promise<void>((done) => {
  const timer = setTimeout(done, pause(tries));
  const now = () => { clearTimeout(timer); done(); };
  addEventListener("online", now, { once: true });
  stop.addEventListener("abort", now);
});

/** Sends a file until all of it is there; the upload's id. `progress` hears bytes, `silent` that there is no line. */
export async function send(item: Item, progress: (bytes: number) => void, silent: () => void, stop: AbortSignal): Promise<string> {
  const { size } = item.file;
  const create = { "upload-length": `${size}`, "upload-metadata": metadata(item) };
  for (let tries = 0; ; tries++) {
    if (stop.aborted) throw new DOMException("stopped", "AbortError");
    try {
      // The first request brings the bytes. After that, one without any says how far they came.
      const first = !item.begun;
      if (first) await keep(Object.assign(item, { begun: true }));
      const made = await ask("POST", "/uploads", create, first ? item.file : null, progress, stop);
      if (made.status !== 201) { if (again(made.status)) throw new Error("later"); throw refusal(made.text); }
      let at = made.offset;
      if (at < size) {
        const rest = await ask("PATCH", made.location, { "upload-offset": `${at}` }, item.file.slice(at), (bytes) => progress(at + bytes), stop);
        if (rest.status !== 204) { if (again(rest.status) || rest.status === 404) throw new Error("later"); throw refusal(rest.text); }
        at = rest.offset;
      }
      progress(at);
      if (at === size) return made.location.split("/").pop() ?? "";
    } catch (error) {
      if (stop.aborted || error instanceof Refused) throw error;
      silent();
      await wait(tries, stop);
    }
  }
}
