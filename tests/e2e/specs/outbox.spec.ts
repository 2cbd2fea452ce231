// Files that go up while one writes, over a line that is cut, from a form of a page of the product.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { type Person, expect, expectAccessible, expectNoSidewaysScroll, test } from "../preau.ts";

/** A photo as a phone takes it: some megabytes, lying on its side, with the place in its EXIF. */
async function photo(page: Page, width: number, height: number): Promise<Buffer> {
  const picture = await page.evaluate(async ([width, height]) => {
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const pen = canvas.getContext("2d")!;
    const noise = pen.createImageData(width, height);
    for (let at = 0; at < noise.data.length; at += 65_536) crypto.getRandomValues(noise.data.subarray(at, at + 65_536));
    for (let at = 3; at < noise.data.length; at += 4) noise.data[at] = 255;
    pen.putImageData(noise, 0, 0);
    pen.fillStyle = "#f00"; // what was the top left corner before the phone was turned
    pen.fillRect(0, 0, width / 4, height / 4);
    const blob = await new Promise<Blob>((done) => canvas.toBlob((blob) => done(blob!), "image/jpeg", 0.9));
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let text = "";
    for (let at = 0; at < bytes.length; at += 30_000) text += String.fromCharCode(...bytes.subarray(at, at + 30_000));
    return btoa(text);
  }, [width, height] as const);
  const jpeg = Buffer.from(picture, "base64");
  // Exif 2.32: orientation 6 (turn right), and a GPS position in words that are easily found.
  const tiff = Buffer.from([0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]);
  const exif = Buffer.concat([Buffer.from("Exif\0\0"), tiff, Buffer.from("GPS 48.8566 N 2.3522 E")]);
  const head = Buffer.from([0xff, 0xe1, (exif.length + 2) >> 8, (exif.length + 2) & 255]);
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
}

/** A form as `forms::outbox` makes it, put into a page of the product; what the form then sends is answered by `sent`. */
async function form(page: Page): Promise<{ sent: () => string[][] }> {
  const sent: string[][] = [];
  await page.route("**/photos", async (route) => {
    const body = route.request().postData() ?? "";
    sent.push([...body.matchAll(/name="(\w+)"\r\n\r\n([^\r]*)/g)].map(([, name, value]) => `${name}=${value}`));
    await route.fulfill({ status: 303, headers: { location: "/account/devices" } });
  });
  await write(page);
  return { sent: () => sent };
}

async function write(page: Page): Promise<void> {
  await page.goto("/account");
  await page.evaluate(() => {
    const says = ["preparing", "waiting", "sending", "offline", "stopped", "done", "failed", "unreadable", "heic", "too-large", "form-sending", "form-offline", "form-stuck"];
    const main = document.querySelector("main")!;
    main.innerHTML = `<h1>Photos</h1><form class="form" method="post" action="/photos" enctype="multipart/form-data" data-outbox="" data-outbox-limit="3000000">
      <div class="field"><label for="title">Titre</label><input id="title" name="title"></div>
      <div class="field"><label for="files">Photos</label><input id="files" name="files" type="file" multiple data-photos></div>
      <ul class="list outbox" role="list" data-outbox-list></ul>
      <div data-outbox-all hidden><progress max="1" value="0" aria-label="Tout"></progress><p role="status" data-outbox-count></p></div>
      <p role="status" data-outbox-status></p>
      <template data-outbox-row><li><img data-outbox-thumb alt="" hidden><div class="grow"><b data-outbox-name></b><small data-outbox-state></small><progress max="1" value="0" aria-label="{name}"></progress></div>
        <div class="row">${[['move="-1"', "Monter"], ['move="1"', "Descendre"], ["stop", "Suspendre"], ["go", "Reprendre"], ["remove", "Retirer"]]
          .map(([name, label]) => `<button class="btn" type="button" data-outbox-${name} aria-label="${label} {name}">${label}</button>`).join("")}</div></li></template>
      <div hidden>${says.map((say) => `<span data-outbox-say="${say}">${say}</span>`).join("")}<span data-outbox-say="count">{done} sur {all}</span></div>
      <button class="btn btn-primary">Publier</button></form>`;
    document.dispatchEvent(new CustomEvent("preau:swapped", { detail: main }));
  });
  await page.locator("form[data-outbox-ready]").waitFor();
}

const states = (page: Page) => page.locator("[data-outbox-state]").allTextContents();
const ids = (fields: string[]) => fields.filter((field) => field.startsWith("upload=")).map((field) => field.slice(7));

/** What waits of this person on the server: each upload's bytes, by id. */
async function there(data: string, person: Person): Promise<Map<string, Buffer>> {
  const to = join(await mkdtemp(join(tmpdir(), "preau-e2e-")), "export");
  await promisify(execFile)(process.env.PREAU_BIN ?? "", ["export", "--person", person, "--data", data, "--to", to]);
  const names = (await readdir(join(to, "uploads")).catch(() => [])).filter((name) => !name.includes("."));
  const files = await Promise.all(names.map(async (name) => [name, await readFile(join(to, "uploads", name))] as const));
  await rm(to, { recursive: true });
  return new Map(files);
}

test("thirty photos of 8 MB over a line cut three times are all there once, small, upright and without their place", async ({ as, institution }) => {
  test.setTimeout(300_000);
  const page = await as("n.benali");
  const { sent } = await form(page);
  const original = await photo(page, 4000, 3000);
  expect(original.length).toBeGreaterThan(8_000_000);
  const files = Array.from({ length: 30 }, (_, count) => ({ name: `IMG_${count}.JPG`, mimeType: "image/jpeg", buffer: original }));
  // A browser's test driver takes 50 MB at once.
  for (let at = 0; at < 30; at += 3) await page.locator("input[type=file]").setInputFiles(files.slice(at, at + 3));
  await page.getByLabel("Titre").fill("Sortie");
  const done = async () => (await states(page)).filter((state) => state === "done").length;
  for (const part of [3, 12, 20]) {
    await expect.poll(done, { timeout: 120_000 }).toBeGreaterThanOrEqual(part);
    await page.context().setOffline(true);
    await expect.poll(async () => (await states(page)).includes("offline")).toBe(true);
    await page.context().setOffline(false);
  }
  await page.getByRole("button", { name: "Publier" }).click();
  await expect(page).toHaveURL(/account\/devices/, { timeout: 120_000 });
  const [fields = []] = sent();
  expect(sent()).toHaveLength(1);
  expect(fields[0]).toBe("title=Sortie");
  expect(new Set(ids(fields)).size).toBe(30);
  const kept = await there(institution.data, "n.benali");
  expect([...kept.keys()].sort()).toEqual(ids(fields).sort());
  for (const bytes of kept.values()) {
    expect(bytes.length).toBeLessThan(3_000_000);
    expect(bytes.includes("Exif") || bytes.includes("GPS")).toBe(false);
  }
  const [one] = kept.values();
  const seen = await page.evaluate(async (base64) => {
    const image = await createImageBitmap(await (await fetch("/account")).blob().then(() => new Blob([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], { type: "image/jpeg" })));
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
    const pen = canvas.getContext("2d")!;
    pen.drawImage(image, 0, 0);
    // Turned right, the top left corner is at the top right.
    return { size: [image.width, image.height], corner: [...pen.getImageData(image.width - 20, 20, 1, 1).data] };
  }, (one ?? Buffer.alloc(0)).toString("base64"));
  expect(seen.size).toEqual([1536, 2048]);
  expect(seen.corner[0]).toBeGreaterThan(200);
  expect(seen.corner[1]).toBeLessThan(60);
});

test("what waits survives a reload, can be put in order, stopped and taken out", async ({ as }) => {
  const page = await as("j.moreau", { viewport: { width: 320, height: 740 } });
  const { sent } = await form(page);
  const text = (name: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(name) });
  await page.context().setOffline(true);
  await page.locator("input[type=file]").setInputFiles(["a.txt", "b.txt", "c.txt", "d.txt"].map(text));
  await expect(page.locator("[data-outbox-name]")).toHaveText(["a.txt", "b.txt", "c.txt", "d.txt"]);
  await page.getByRole("button", { name: "Suspendre d.txt" }).click();
  await expect(page.getByRole("button", { name: "Reprendre d.txt" })).toBeFocused();
  await page.getByRole("button", { name: "Monter c.txt" }).click();
  await page.getByRole("button", { name: "Retirer a.txt" }).click();
  await expect(page.locator("[data-outbox-name]")).toHaveText(["c.txt", "b.txt", "d.txt"]);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.context().setOffline(false);
  await write(page);
  await expect(page.locator("[data-outbox-name]")).toHaveText(["c.txt", "b.txt", "d.txt"]);
  await expect.poll(() => states(page)).toEqual(["done", "done", "stopped"]);
  await expect(page.locator("[data-outbox-count]")).toHaveText("2 sur 3");
  // Sent without a line, the form waits, and leaves with what was stopped once the line is back.
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Publier" }).click();
  await expect(page.locator("[data-outbox-status]")).toHaveText("form-offline");
  expect(sent()).toEqual([]);
  await page.context().setOffline(false);
  await expect(page).toHaveURL(/account\/devices/);
  expect(sent()).toHaveLength(1);
  expect(ids(sent()[0] ?? [])).toHaveLength(3);
});

test("a photo that this browser can't read, and a file too large, are said kindly and stay here", async ({ as }) => {
  const page = await as("paul.martin");
  const { sent } = await form(page);
  await page.locator("input[type=file]").setInputFiles([
    { name: "IMG_1.HEIC", mimeType: "image/heic", buffer: Buffer.from("ftypheic") },
    { name: "film.mp4", mimeType: "video/mp4", buffer: Buffer.alloc(3_000_001) },
    { name: "liste.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF") },
  ]);
  await expect.poll(() => states(page)).toEqual(["heic", "too-large", "done"]);
  await page.getByRole("button", { name: "Publier" }).click();
  await expect(page.locator("[data-outbox-status]")).toHaveText("form-stuck");
  await expect(page.getByRole("button", { name: "Retirer IMG_1.HEIC" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Retirer film.mp4" }).click();
  await page.getByRole("button", { name: "Publier" }).click();
  await expect(page).toHaveURL(/account\/devices/);
  expect(ids(sent()[0] ?? [])).toHaveLength(1);
});

test("what waits of one person on a shared phone is ended when the next one comes", async ({ visitor }) => {
  const { signIn } = await import("../preau.ts");
  const page = await visitor();
  await signIn(page, "claire.martin");
  await form(page);
  await page.context().setOffline(true);
  await page.locator("input[type=file]").setInputFiles([{ name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("a") }]);
  await expect(page.locator("[data-outbox-name]")).toHaveText(["a.txt"]);
  await page.context().setOffline(false);
  await page.context().clearCookies();
  await signIn(page, "amina.haddad");
  await write(page);
  const left = await page.evaluate(() => new Promise<number>((resolve, reject) => {
    const opened = indexedDB.open("preau-outbox");
    opened.onerror = () => reject(opened.error);
    opened.onsuccess = () => { const count = opened.result.transaction("items").objectStore("items").count(); count.onsuccess = () => resolve(count.result); };
  }));
  expect(left).toBe(0);
  await expect(page.locator("[data-outbox-name]")).toHaveCount(0);
});
