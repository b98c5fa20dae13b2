import { findChromium } from "../chromium.ts";
import { SetupFailure } from "../setup/failure.mjs";
import { aptInstall, aptWithRights, hasApt } from "./apt.ts";
import { packages, unpackChromium } from "./unpack-chromium.ts";

const help =
  "The end-to-end tests need Chromium: install it (Debian and Ubuntu: sudo apt-get install chromium-headless-shell) or name one with CHROMIUM_PATH, and start again.";

/**
 * Provides Chromium: installed by apt as root or through sudo, otherwise unpacked for this clone
 * only.
 */
export async function provideChromium(): Promise<void> {
  if (findChromium()) return;
  if (!hasApt()) throw new SetupFailure(help);
  const apt = aptWithRights();
  if (apt) await aptInstall(apt, packages, "Chromium");
  else await unpackChromium();
  if (!findChromium()) throw new SetupFailure(help);
}
