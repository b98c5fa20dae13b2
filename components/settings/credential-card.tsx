import type { ReactNode } from "react";
import { LinkButton } from "#components/ui/button";
import { Card, CardHead, RowList } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { Icon, type IconName } from "#components/ui/icon";

/** A list of credentials, and the link to the form for a new credential. */
export function CredentialCard(props: {
  title: string;
  description: ReactNode;
  create: { href: string; label: string };
  empty: { icon: IconName; title: string; description: string };
  children: ReactNode[];
}) {
  const create = (
    <LinkButton href={props.create.href} variant="outline">
      <Icon name="plus" />
      {props.create.label}
    </LinkButton>
  );
  const isEmpty = props.children.length === 0;
  return (
    <Card className="max-w-3xl">
      <CardHead isOneBlock title={props.title} aside={isEmpty ? null : create}>
        {props.description}
      </CardHead>
      {isEmpty ? (
        <EmptyState {...props.empty} className="border-t">
          {create}
        </EmptyState>
      ) : (
        <RowList className="first:border-t">{props.children}</RowList>
      )}
    </Card>
  );
}
