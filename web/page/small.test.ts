import { describe, expect, it } from "vitest";
import { decode, encode } from "./base64url";
import { filter, holds } from "./filter";
import { pause } from "./live";
import { credentialJson, options } from "./passkey";

describe("a list filtered as one types", () => {
  it("forgives accents and capitals, and wants every word", () => {
    expect(holds("Éloïse Çelik, 4e B", "celik elo")).toBe(true);
    expect(holds("Éloïse Çelik, 4e B", "elo martin")).toBe(false);
    expect(holds("anyone", "")).toBe(true);
  });

  it("hides the others, and says when nobody is left", () => {
    document.body.innerHTML = '<input data-filter="#l"><ul id="l"><li>Léa</li><li>Sami</li></ul><p data-filter-none hidden>nobody</p>';
    const input = document.querySelector("input") as HTMLInputElement;
    const hidden = () => [...document.querySelectorAll<HTMLElement>("li, p")].map((one) => one.hidden);
    input.value = "lea";
    filter(input);
    expect(hidden()).toEqual([false, true, true]);
    input.value = "zz";
    filter(input);
    expect(hidden()).toEqual([true, true, false]);
  });
});

describe("a cut line", () => {
  it("is tried again later and later, up to a minute, and not by everybody at once", () => {
    expect(pause(0, 0)).toBe(500);
    expect(pause(0, 1)).toBe(1000);
    expect(pause(3, 1)).toBe(8000);
    expect(pause(50, 1)).toBe(60_000);
  });
});

describe("a passkey", () => {
  it("keeps every byte through base64url, without padding", () => {
    for (const length of [0, 1, 2, 3, 255]) {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 7 + 250) % 256);
      const text = encode(bytes.buffer);
      expect(text).toMatch(/^[\w-]*$/);
      expect([...new Uint8Array(decode(text))]).toEqual([...bytes]);
    }
  });

  it("reads the server's options", () => {
    const read = options({ challenge: "AQID", user: { id: "BAU", name: "n.benali" }, excludeCredentials: [{ id: "Bg", type: "public-key" }] });
    expect([...new Uint8Array(read.challenge as ArrayBuffer)]).toEqual([1, 2, 3]);
    expect([...new Uint8Array(read.user.id as ArrayBuffer)]).toEqual([4, 5]);
    expect([...new Uint8Array(read.excludeCredentials?.[0]?.id as ArrayBuffer)]).toEqual([6]);
    expect(read.allowCredentials).toBeUndefined();
  });

  it("writes what a sign-in gave", () => {
    const bytes = (...all: number[]) => Uint8Array.from(all).buffer;
    const response = { clientDataJSON: bytes(1), authenticatorData: bytes(2), signature: bytes(255), userHandle: null };
    const credential = { id: "Aw", rawId: bytes(3), type: "public-key", response, getClientExtensionResults: () => ({}) };
    expect(credentialJson(credential as never)).toEqual({
      id: "Aw", rawId: "Aw", type: "public-key", extensions: {},
      response: { clientDataJSON: "AQ", authenticatorData: "Ag", signature: "_w" },
    });
  });
});
