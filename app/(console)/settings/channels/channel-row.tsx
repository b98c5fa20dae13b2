import type { ReactNode } from "react";
import { Badge } from "#components/ui/badge";
import { RowLink } from "#components/ui/row-list";

/** One channel on the page of all channels. */
export function ChannelRow(props: { href: string; name: string; isOn: boolean; children: ReactNode }) {
  return (
    <RowLink href={props.href} className="grid gap-0.5">
      <span className="flex flex-wrap items-center gap-2 font-medium">
        {props.name}
        <Badge variant={props.isOn ? "success" : "default"}>{props.isOn ? "On" : "Off"}</Badge>
      </span>
      <span className="text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
        {props.children}
      </span>
    </RowLink>
  );
}
