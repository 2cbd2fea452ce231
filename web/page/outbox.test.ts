import { describe, expect, it } from "vitest";
import { fit, isPhoto, renamed } from "./photo";
import { again, metadata } from "./queue";

const file = (name: string, type: string) => new File(["abc"], name, { type });

describe("photos are made small before they leave", () => {
  it("keeps the shape, and never makes one larger", () => {
    expect(fit(4032, 3024)).toEqual([2048, 1536]);
    expect(fit(3024, 4032)).toEqual([1536, 2048]);
    expect(fit(640, 480)).toEqual([640, 480]);
    expect(fit(20_000, 3)).toEqual([2048, 1]);
  });

  it("knows photos from drawings, and the form of new iPhones by its name too", () => {
    expect(["image/jpeg", "image/png", "image/webp", "image/heic"].map((type) => isPhoto(file("a", type)))).toEqual([true, true, true, true]);
    expect(["image/svg+xml", "image/gif", "application/pdf", "video/mp4"].map((type) => isPhoto(file("a", type)))).toEqual([false, false, false, false]);
    expect(isPhoto(file("IMG_0042.HEIC", ""))).toBe(true);
  });

  it("names what is sent by what it is", () => {
    expect(["IMG_0042.HEIC", "Léa.v2.png", "photo", ".png"].map(renamed)).toEqual(["IMG_0042.jpg", "Léa.v2.jpg", "photo.jpg", ".png.jpg"]);
  });
});

describe("sending", () => {
  it("tells the server names that no keyboard has", () => {
    const item = { key: "k", form: "f", reader: "r", purpose: "wall.photo", file: file("Léa 🎈.jpg", "image/jpeg"), order: 1 };
    const pairs = metadata(item).split(",").map((pair) => pair.split(" ") as [string, string]);
    const read = pairs.map(([name, value]) => [name, new TextDecoder().decode(Uint8Array.from(atob(value), (sign) => sign.charCodeAt(0)))]);
    expect(read).toEqual([["filename", "Léa 🎈.jpg"], ["filetype", "image/jpeg"], ["purpose", "wall.photo"], ["key", "k"]]);
  });

  it("tries again what another try could help, and nothing else", () => {
    expect([0, 408, 409, 429, 500, 502, 503].every(again)).toBe(true);
    expect([400, 401, 403, 404, 412, 413, 415, 422, 507].some(again)).toBe(false);
  });
});
