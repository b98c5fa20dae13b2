import { act } from "#app/(console)/acts/act";
import { ConfirmAction } from "#components/forms/confirm-action";
import { sheetHref } from "#components/policy/sheet-href.ts";
import { counted } from "#components/text/plural.ts";
import { LinkButton } from "#components/ui/button";

/** Always in view. Without changes there is no bar, only the place where the first change is spoken. */
export function DraftBar(props: { count: number; revision: number; versionInForce: number }) {
  const { count, revision, versionInForce } = props;
  const changes = counted(count, "unpublished change");
  return (
    <>
      <p role="status" className="sr-only">
        {count > 0 ? changes : ""}
      </p>
      {count > 0 ? (
        <section
          aria-label="Draft"
          className="sticky bottom-[calc(4rem+env(safe-area-inset-bottom))] z-10 mt-4 flex flex-wrap items-center justify-end gap-2 rounded-lg border bg-card px-4 py-2.5 shadow-lg desk:bottom-4 short:bottom-[calc(3rem+env(safe-area-inset-bottom))] short:flex-nowrap short:gap-1 short:px-3 short:py-0.5"
        >
          <p aria-hidden className="mr-auto font-medium">
            {changes}
          </p>
          <LinkButton
            href="/policy/draft/preview"
            sheetHref={sheetHref("/policy/draft/preview")}
            id="preview"
            variant="ghost"
          >
            Preview
          </LinkButton>
          <ConfirmAction
            action={act("draft/discard")}
            fields={{ revision: String(revision) }}
            trigger="Discard…"
            title="Discard this draft?"
            description={`All unpublished changes are lost and the draft is reset to version ${versionInForce}.`}
            confirm="Discard draft"
          />
          <LinkButton href="/policy/draft/review" sheetHref={sheetHref("/policy/draft/review")} id="review">
            Review and publish
          </LinkButton>
        </section>
      ) : null}
    </>
  );
}
