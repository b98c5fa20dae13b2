"use client";

import { Button } from "#components/ui/button";
import { Card, CardContent, CardHead } from "#components/ui/card";
import { useIsReady } from "#components/ui/use-browser-state.ts";
import { showPrompt, useInstallPrompt } from "./install-prompt.ts";
import { isAppleMobile } from "./platform.ts";
import { QrCode } from "./qr-code.tsx";
import type { QrPath } from "./qr-path.ts";
import { useIsInstalled } from "./use-is-installed.ts";

/** Offers the app, in the way this browser installs it. */
export function InstallCard({ code }: { code: QrPath }) {
  return (
    <Card id="install">
      <CardHead title="Install the app">
        The app opens from your Home Screen, shows how many requests are pending and stays signed in.
      </CardHead>
      <CardContent>
        <Way />
        <details className="max-desk:hidden">
          <summary className="font-medium">Show QR code for your phone</summary>
          <div className="grid gap-2 pt-3">
            <p>It opens this page. You sign in there with your passkey.</p>
            <QrCode code={code} label="QR code of this page" />
          </div>
        </details>
      </CardContent>
    </Card>
  );
}

function Way() {
  const isReady = useIsReady();
  const isApp = useIsInstalled();
  const prompt = useInstallPrompt();
  if (isApp) return <p>You're using the installed app.</p>;
  if (prompt)
    return (
      <Button className="w-fit" onClick={() => void showPrompt(prompt)}>
        Install app
      </Button>
    );
  if (isReady && isAppleMobile(navigator)) return <HomeScreenSteps />;
  return <p>Open your browser's menu, then choose Install app or Add to Home Screen.</p>;
}

function HomeScreenSteps() {
  return (
    <div className="grid gap-2">
      <p>On iPhone and iPad, notifications need the app on your Home Screen:</p>
      <ol className="grid list-decimal gap-1 pl-5">
        <li>
          In Safari, tap <strong className="font-medium">Share</strong>.
        </li>
        <li>
          Tap <strong className="font-medium">Add to Home Screen</strong>.
        </li>
        <li>
          Turn on <strong className="font-medium">Open as Web App</strong> if you see it, then tap{" "}
          <strong className="font-medium">Add</strong>.
        </li>
        <li>Open Countersign from your Home Screen and sign in with your passkey.</li>
      </ol>
    </div>
  );
}
