import type { ReactNode } from "react";
import { RelativeTime } from "#components/text/relative-time";
import { Badge } from "#components/ui/badge";
import { Row, RowLink } from "#components/ui/card";

type CredentialState = "active" | "expired" | "revoked";

const badges: Record<CredentialState, ReactNode> = {
  active: <Badge variant="success">Active</Badge>,
  expired: <Badge variant="warning">Expired</Badge>,
  revoked: <Badge>Revoked</Badge>,
};

/** The responsible admin, current or former. `took`: the way to the responsibility, such as "Created". */
interface Responsible {
  name: string;
  isAdmin: boolean;
  took: string;
}

/** A credential in a list: name, state, `children` as details, and buttons. */
export function CredentialRow(props: {
  name: string;
  /** Undefined in a list of active credentials only, which needs no badges. */
  state?: CredentialState;
  /** Shown while the credential is active. */
  responsible?: Responsible;
  children: ReactNode;
  /** Buttons, shown while the credential is active. */
  actions: ReactNode;
}) {
  const isActive = (props.state ?? "active") === "active";
  const responsible = isActive ? props.responsible : undefined;
  return (
    <Row>
      <span className="grid min-w-0 gap-0.5">
        <span className="flex flex-wrap items-center gap-2 font-medium">
          <span className="[overflow-wrap:anywhere]">{props.name}</span>
          {props.state ? badges[props.state] : null}
          {responsible?.isAdmin === false ? <Badge variant="danger">No responsible admin</Badge> : null}
        </span>
        {props.children}
        {responsible ? <CredentialLine>{responsibility(responsible)}</CredentialLine> : null}
      </span>
      {isActive ? <span className="flex flex-wrap items-start gap-2">{props.actions}</span> : null}
    </Row>
  );
}

/** A credential with a page, in a list. `badges` stand next to the name. */
export function CredentialLink(props: {
  href: string;
  name: string;
  badges: ReactNode;
  children: ReactNode;
}) {
  return (
    <RowLink href={props.href} className="grid gap-0.5">
      <span className="flex flex-wrap items-center gap-2 font-medium">
        <span className="[overflow-wrap:anywhere]">{props.name}</span>
        {props.badges}
      </span>
      {props.children}
    </RowLink>
  );
}

function responsibility({ name, isAdmin, took }: Responsible): string {
  if (isAdmin) return `Responsible: ${name}`;
  return `${took} by ${name}, who is no longer an admin. Take responsibility for it or revoke it.`;
}

export function CredentialLine({ children }: { children: ReactNode }) {
  return <span className="text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">{children}</span>;
}

/** A line with an address, an ID or a key. */
export function CredentialCode({ children }: { children: string }) {
  return (
    <code className="font-mono text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
      {children}
    </code>
  );
}

/** `used` and the time of the last use, or `never`. */
export function LastUse(props: { at: Date | null | undefined; now: Date; used: string; never: string }) {
  if (!props.at) return props.never;
  return (
    <>
      {props.used} <RelativeTime at={props.at} now={props.now} />
    </>
  );
}

export function credentialState(
  { revokedAt, expiresAt }: { revokedAt: Date | null; expiresAt: Date },
  now: Date,
): CredentialState {
  if (revokedAt) return "revoked";
  return expiresAt > now ? "active" : "expired";
}
