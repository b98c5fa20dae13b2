import type { ReactNode } from "react";
import { Badge } from "#components/ui/badge";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { type DocSchema, MarkedText, SchemaFields } from "./schema-fields.tsx";

export interface DocOperation {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  /** How to authenticate, in a sentence; undefined for a public operation. */
  authentication: string | undefined;
  body: DocSchema | undefined;
  answers: { status: string; means: string; schema: DocSchema | undefined }[];
  errors: { status: string; codes: string }[];
}

/** One API operation: purpose, request, responses and errors. */
export function OperationCard({ operation }: { operation: DocOperation }) {
  return (
    <Card id={operation.id} aria-labelledby={`${operation.id}-title`}>
      <CardHeader>
        <CardTitle id={`${operation.id}-title`}>{operation.summary}</CardTitle>
        <p className="flex w-full flex-wrap items-center gap-2 font-mono text-[0.8125rem]">
          <Badge variant="primary">{operation.method.toUpperCase()}</Badge>
          <span className="[overflow-wrap:anywhere]">{operation.path}</span>
        </p>
        <CardDescription>
          <MarkedText text={operation.description} />
        </CardDescription>
      </CardHeader>
      <CardContent className="grid gap-4">
        {operation.authentication ? (
          <Part title="Authentication">
            <MarkedText text={operation.authentication} />
          </Part>
        ) : null}
        {operation.body ? (
          <Part title="Request body">
            <SchemaFields schema={operation.body} />
          </Part>
        ) : null}
        {operation.answers.map(({ status, means, schema }) => (
          <Part key={status} title={`${status} · ${means}`}>
            {schema?.properties ? (
              <details>
                <summary className="flex min-h-11 w-fit cursor-pointer items-center fine:min-h-8 text-link">
                  Response fields
                </summary>
                <SchemaFields schema={schema} />
              </details>
            ) : null}
          </Part>
        ))}
        {operation.errors.length > 0 ? (
          <Part title="Errors">
            <ul className="grid gap-1 font-mono text-[0.8125rem]">
              {operation.errors.map(({ status, codes }) => (
                <li key={status} className="[overflow-wrap:anywhere]">
                  {status} {codes}
                </li>
              ))}
            </ul>
          </Part>
        ) : null}
      </CardContent>
    </Card>
  );
}

function Part(props: { title: string; children: ReactNode }) {
  return (
    <div className="grid gap-1">
      <h3 className="font-medium text-sm">{props.title}</h3>
      <div className="min-w-0 text-muted-foreground text-sm">{props.children}</div>
    </div>
  );
}
