import { openApiDocument } from "#app/api/openapi/document";
import { type Operation, operations } from "#app/api/openapi/operations";
import { namedSchemas, type SchemaName } from "#app/api/openapi/schemas";
import { webhookWords } from "#app/api/openapi/webhooks";
import { statusOf } from "#app/runtime/problem";
import { runtime } from "#app/runtime/runtime";
import { pageTitle } from "#app/web/open-page";
import { type DocOperation, OperationCard } from "#components/docs/operation-card";
import type { DocSchema } from "#components/docs/schema-fields";
import { Wordmark } from "#components/shell/mark";
import { CodeBlock } from "#components/ui/code-block";

export const metadata = pageTitle("API reference");
export const dynamic = "force-dynamic";

/** The OpenAPI document for people. Public: the document reveals nothing about the workspace. */
export default function DocsPage() {
  const { origin } = runtime().config;
  const document = openApiDocument(origin);
  const schemas = document.components.schemas as Record<SchemaName, DocSchema>;
  return (
    <div className="mx-auto grid max-w-4xl gap-6 px-4 py-6 sm:px-6 sm:py-10">
      <header className="grid gap-4">
        <Wordmark />
        <h1 className="font-semibold text-2xl leading-8">API reference</h1>
        <p className="max-w-prose text-muted-foreground">
          Request permission before a risky action, wait for the decision, then redeem the one-time grant when
          you act. Errors are <code>application/problem+json</code> with a stable <code>code</code>. Also
          available as{" "}
          <a className="text-link underline" href="/api/openapi.json">
            OpenAPI 3.1
          </a>
          , generated from the server's own schemas.{" "}
          <a className="text-link underline" href="/docs/index">
            All documents
          </a>{" "}
          of this version are here too.
        </p>
        <CodeBlock label="Quickstart" text={example(origin)} />
        <nav aria-label="Endpoints">
          <ul className="grid gap-x-6 sm:grid-cols-2">
            {[...operations, { id: "webhook", summary: webhookWords.summary }].map(({ id, summary }) => (
              <li key={id}>
                <a
                  className="inline-flex min-h-11 items-center fine:min-h-8 text-link underline"
                  href={`#${id}`}
                >
                  {summary}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main className="grid gap-5">
        {operations.map((operation) => (
          <OperationCard key={operation.id} operation={shown(operation, schemas)} />
        ))}
        <OperationCard operation={shownWebhook(schemas)} />
      </main>
    </div>
  );
}

function example(origin: string): string {
  return [
    `countersign enroll --url ${origin} --code XXXX-XXXX-XXXX`,
    'countersign ask refund.create --param amount=1250 --param currency=USD --reason "Billed twice" --out ask.json',
    "countersign redeem --from ask.json",
  ].join("\n");
}

const authentications = {
  signature:
    "Standard Webhooks signature over `id.timestamp.body` (headers `webhook-id`, `webhook-timestamp`, `webhook-signature`).",
  waitToken: "Bearer token, the `wait.token` from the ask response.",
};

function shown(operation: Operation, schemas: Record<SchemaName, DocSchema>): DocOperation {
  const { id, method, path, summary, description, security, body, answers, errors } = operation;
  const statuses = [...new Set(errors.map((code) => statusOf[code]))].sort((a, b) => a - b);
  return {
    ...{ id, method, path, summary, description },
    authentication: security && authentications[security],
    body: body && schemas[body],
    answers: answers.map(({ status, means, schema }) => ({
      status: String(status),
      means,
      schema: schema && schema in namedSchemas ? schemas[schema] : undefined,
    })),
    errors: statuses.map((status) => ({
      status: String(status),
      codes: errors.filter((code) => statusOf[code] === status).join(", "),
    })),
  };
}

function shownWebhook(schemas: Record<SchemaName, DocSchema>): DocOperation {
  const { summary, description, answers } = webhookWords;
  return {
    ...{ id: "webhook", method: "post", path: "your URL", summary, description },
    authentication: undefined,
    body: schemas.WebhookEvent,
    answers: answers.map(({ status, means }) => ({ status: String(status), means, schema: undefined })),
    errors: [],
  };
}
