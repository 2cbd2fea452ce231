import { defineConfig } from "@playwright/test";
import { chromium } from "./chromium.mjs";

export default defineConfig({
  testDir: "specs",
  fullyParallel: true,
  outputDir: "test-results",
  timeout: 90_000,
  // Two browsers and thirty photos of 8 MB share two cores: a page may take its time, and what is wrong stays wrong.
  expect: { timeout: 20_000 },
  globalSetup: "./demo.ts",
  // One browser waits while the other is looked at; more would only wait for the two cores of a small machine.
  workers: 2,
  forbidOnly: !!process.env.CI,
  // A test that passes only when tried again is a test that fails.
  retries: 0,
  reporter: "list",
  use: {
    browserName: "chromium",
    launchOptions: chromium,
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    screenshot: "only-on-failure",
    // A trace of every step doubles the time; `--trace on` makes one.
    trace: "off",
  },
});
