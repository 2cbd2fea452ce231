// The official tus client, over a line that is cut, to the real program.
import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { type AddressInfo, type Socket, createServer, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Upload, type UploadOptions } from "tus-js-client";
import { type Person, expect, test } from "../preau.ts";

/** A line to `origin` that is cut once each time so many bytes have gone up. */
async function line(origin: string, cuts: number[]): Promise<{ origin: string; cut: () => number; close: () => void }> {
  const waiting = [...cuts];
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(new URL(origin).port), "127.0.0.1");
    let up = 0;
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on("error", () => undefined).on("close", () => [near, far].forEach((end) => end.destroy()));
    }
    near.on("data", (bytes) => {
      up += bytes.length;
      const limit = waiting[0];
      if (limit === undefined || up < limit) return void far.write(bytes);
      waiting.shift();
      // What was on its way arrives, and then nothing any more: neither side hears from the other.
      far.end(bytes);
      near.destroy();
    });
    far.pipe(near);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const close = () => { server.close(); open.forEach((socket) => socket.destroy()); };
  return { origin: `http://127.0.0.1:${port}`, cut: () => cuts.length - waiting.length, close };
}

/** Sends a file; the address at which it is then. */
function sent(file: Buffer, options: UploadOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const upload: Upload = new Upload(file, {
      retryDelays: [50, 100, 200, 400, 800],
      ...options,
      onError: reject,
      onSuccess: () => resolve(upload.url ?? ""),
    });
    upload.start();
  });
}

test.describe("files over a line that is cut", () => {
  const file = randomBytes(8_000_000);
  const metadata = { filename: "Léa.jpg", filetype: "image/jpeg", key: "photo-1" };

  /** What of this person waits, as their export has it: address to content. */
  async function waiting(data: string, person: Person): Promise<(address: string) => Promise<Buffer>> {
    const to = join(await mkdtemp(join(tmpdir(), "preau-e2e-")), "export");
    await promisify(execFile)(process.env.PREAU_BIN ?? "", ["export", "--person", person, "--data", data, "--to", to]);
    return (address) => readFile(join(to, new URL(address).pathname)).finally(() => rm(to, { recursive: true }));
  }
  const digest = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

  test("the official tus client brings a photo of 8 MB over a line cut three times, once", async ({ as, institution }) => {
    const cookies = await (await as("lea.martin")).context().cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    const phone = await line(institution.origin, [1_000_000, 3_333_333, 2_500_000]);
    const headers = { cookie, origin: phone.origin };
    const options = { endpoint: `${phone.origin}/uploads`, metadata, headers };
    const offsets: number[] = [];
    const address = await sent(file, { ...options, onProgress: (bytes) => offsets.push(bytes) });
    expect(phone.cut()).toBe(3);
    // A client that forgot the address finds the same upload by its key, whole.
    expect(await sent(file, { ...options, uploadDataDuringCreation: true })).toBe(address);
    const content = await waiting(institution.data, "lea.martin");
    expect(digest(await content(address))).toBe(digest(file));
    await Upload.terminate(address, { headers });
    const gone = await fetch(address, { method: "HEAD", headers: { ...headers, "tus-resumable": "1.0.0" } });
    expect(gone.status).toBe(404);
    phone.close();
  });

  test("a page of ours sends with the cookies that the browser has, and nobody else can", async ({ as, visitor }) => {
    const send = async (key: string) => {
      const headers = { "tus-resumable": "1.0.0", "upload-length": "5", "upload-metadata": `key ${btoa(key)}` };
      const bytes = { ...headers, "content-type": "application/offset+octet-stream" };
      const made = await fetch("/uploads", { method: "POST", headers: bytes, body: "abcde" });
      return [made.status, made.headers.get("upload-offset")];
    };
    const page = await as("sami.haddad");
    await page.goto("/account");
    expect(await page.evaluate(send, "a")).toEqual([201, "5"]);
    expect(await page.evaluate(send, "a")).toEqual([201, "5"]);
    const nobody = await visitor();
    await nobody.goto("/sign-in");
    expect(await nobody.evaluate(send, "a")).toEqual([401, null]);
  });
});
