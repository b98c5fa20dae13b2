import type { ReactNode } from "react";
import { Alert } from "#components/ui/alert";
import { LinkButton } from "#components/ui/button";

/** Replaces the form of a credential just created. `children` are the values to copy. */
export function Created(props: {
  title: string;
  description: ReactNode;
  doneHref: string;
  children: ReactNode;
}) {
  return (
    <div className="grid gap-4">
      <Alert variant="success" role="status" title={props.title}>
        {props.description}
      </Alert>
      {props.children}
      <LinkButton href={props.doneHref} variant="outline" className="w-fit">
        Done
      </LinkButton>
    </div>
  );
}

/** Warns of a secret shown once. `children`: its place, or its power. */
export function CopyNow(props: { noun: "secret" | "token" | "code"; role?: "status"; children?: ReactNode }) {
  return (
    <Alert variant="warning" role={props.role} title={`Copy this ${props.noun} now`}>
      You won't be able to see it again. {props.children}
    </Alert>
  );
}
