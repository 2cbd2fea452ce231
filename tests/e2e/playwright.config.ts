import { defineConfig } from "@playwright/test";
import { chromium } from "./chromium.mjs";

export default defineConfig({
  testDir: "specs",
  outputDir: "test-results",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // Two cores: one runs the browser, the other the server.
  workers: 1,
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
    trace: "retain-on-failure",
  },
});
