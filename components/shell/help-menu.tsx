import { CircleHelp } from "lucide-react";
import { Link } from "#components/ui/link";

const row = "flex min-h-11 md:min-h-9 items-center rounded-md px-2.5 text-left text-sm hover:bg-muted";

/** The API reference and the keyboard shortcuts, behind a button. */
export function HelpMenu() {
  return (
    <>
      <button
        type="button"
        popoverTarget="help"
        className="grid size-9 shrink-0 place-items-center rounded-md text-muted-foreground hover:bg-muted hover:text-foreground"
      >
        <CircleHelp aria-hidden className="size-5" />
        <span className="sr-only">Help</span>
      </button>
      <div
        id="help"
        popover="auto"
        className="fixed top-auto bottom-4 left-[15rem] m-0 w-56 rounded-lg border bg-card p-2 text-foreground shadow-lg open:grid"
      >
        <Link href="/docs" className={row}>
          API reference
        </Link>
        <button type="button" data-shortcuts aria-haspopup="dialog" className={row}>
          Keyboard shortcuts
        </button>
      </div>
    </>
  );
}
