import { runtime } from "#app/runtime/runtime";
import { pageTitle } from "#app/web/open-page";
import { InstallClient } from "#components/agents/install-client";
import { Wordmark } from "#components/shell/mark";

export const metadata = pageTitle("Install the client");
export const dynamic = "force-dynamic";

/** The clients of this version. Public: the files hold nothing of the workspace. */
export default function DownloadsPage() {
  const { config, downloads } = runtime();
  return (
    <div className="mx-auto grid max-w-4xl gap-6 px-4 py-6 sm:px-6 sm:py-10">
      <header className="grid gap-4">
        <Wordmark />
        <h1 className="font-semibold text-2xl leading-8">Install the client</h1>
        <p className="max-w-prose text-muted-foreground">
          These files are of this server's version. Their sums are also in{" "}
          <a className="text-link underline" href="/downloads/SHA256SUMS">
            SHA256SUMS
          </a>
          .
        </p>
      </header>
      <main className="grid gap-5 text-sm">
        <InstallClient origin={config.origin} files={downloads} />
      </main>
    </div>
  );
}
