import { pageTitle } from "#app/web/page-title";
import { EntryShell } from "#components/shell/entry-shell";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { refusalWords } from "./refusal-words.ts";

export const metadata = pageTitle("Sign-in failed");

/**
 * Why a sign-in through a provider failed, and what to do. The page reveals nothing about a person,
 * because anyone can open it with any reason.
 */
export default async function RefusedPage(props: { searchParams: Promise<{ reason?: string | string[] }> }) {
  const { reason } = await props.searchParams;
  const { title, sentence } = refusalWords(typeof reason === "string" ? reason : "");
  return (
    <EntryShell title={title} description={sentence}>
      <Button asChild size="lg" className="w-fit">
        <Link href="/signin">Back to sign-in</Link>
      </Button>
    </EntryShell>
  );
}
