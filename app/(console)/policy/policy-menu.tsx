import { Download, Ellipsis, FileCode2, KeyRound, Upload } from "lucide-react";
import { Link } from "#components/ui/link";

const row =
  "flex min-h-11 items-center gap-2.5 rounded-md px-2.5 text-sm hover:bg-muted md:min-h-9 [&_svg]:size-4 [&_svg]:text-muted-foreground";

/** The policy as Cedar and as a file, behind a button. */
export function PolicyMenu(props: {
  version: number;
  isDraftShown: boolean;
  isAdmin: boolean;
  isAuditor: boolean;
}) {
  const { version, isDraftShown, isAdmin } = props;
  return (
    <>
      <button
        type="button"
        popoverTarget="policy-menu"
        className="control-height grid aspect-square place-items-center rounded-md border border-input bg-card hover:bg-muted"
      >
        <Ellipsis aria-hidden className="size-4" />
        <span className="sr-only">More</span>
      </button>
      <div
        id="policy-menu"
        popover="auto"
        className="fixed m-auto w-60 rounded-lg border bg-card p-2 text-foreground shadow-lg supports-[position-area:bottom]:inset-auto supports-[position-area:bottom]:m-0 supports-[position-area:bottom]:mt-1 supports-[position-area:bottom]:[position-area:bottom_span-left]"
      >
        <Link href={isDraftShown ? "/policy/cedar?of=draft" : "/policy/cedar"} className={row}>
          <FileCode2 aria-hidden />
          View as Cedar
        </Link>
        {isAdmin || props.isAuditor ? (
          <a href="/api/policy/file" download className={row}>
            <Download aria-hidden />
            Export version {version}
          </a>
        ) : null}
        {isAdmin ? (
          <>
            <Link href="/policy/import" className={row}>
              <Upload aria-hidden />
              Import file
            </Link>
            <Link href="/settings/tokens" className={row}>
              <KeyRound aria-hidden />
              Policy tokens
            </Link>
          </>
        ) : null}
      </div>
    </>
  );
}
