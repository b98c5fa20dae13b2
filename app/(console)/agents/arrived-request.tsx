import { ArrowRight } from "lucide-react";
import { Alert } from "#components/ui/alert";
import { LinkButton } from "#components/ui/button";

/** Shows progress until an agent's first request arrives, then links to the request. */
export function ArrivedRequest(props: {
  request: { id: string; state: string } | undefined;
  name: string;
  mayApprove: boolean;
}) {
  const { request, name, mayApprove } = props;
  return (
    <div role="status">
      {request ? (
        <Alert variant="success" title="First request received">
          <div className="mt-2">
            <LinkButton href={`/requests/${request.id}`}>
              {mayApprove && request.state === "pending" ? "Review request" : "Open request"}
              <ArrowRight aria-hidden />
            </LinkButton>
          </div>
        </Alert>
      ) : (
        <p className="flex items-center gap-3 rounded-md border border-dashed px-4 py-3 text-muted-foreground">
          <span aria-hidden className="relative flex size-2.5 shrink-0">
            <span className="absolute inline-flex size-full rounded-full bg-primary opacity-60 motion-safe:animate-ping" />
            <span className="relative inline-flex size-2.5 rounded-full bg-primary" />
          </span>
          Waiting for {name} to send a request. This page updates automatically.
        </p>
      )}
    </div>
  );
}
