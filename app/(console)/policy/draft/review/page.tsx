import { redirect } from "next/navigation";
import { pageTitle, requireViewer } from "#app/web/open-page";
import { Page } from "#components/ui/page-header";
import { loadReview } from "./load-review.ts";
import { Review } from "./review.tsx";

export const metadata = pageTitle("Review and publish");

/** The review as a page: the policy's page shows the same review as a sheet. */
export default async function ReviewPage() {
  const review = await loadReview(await requireViewer("admin"));
  // Publishing leads here too: the draft is then identical to the live version. The policy page shows
  // the error of an unreadable draft, and offers to discard the draft.
  if (!review) redirect("/policy");
  return (
    <Page
      title={review.title}
      back={{ href: "/policy", label: "Policy" }}
      description="Review what changes the moment you publish."
    >
      <Review review={review} />
    </Page>
  );
}
