import type { ReactNode } from "react";
import { RowLink } from "#components/ui/row-list";
import { OnOff } from "./on-off.tsx";

/** One channel on the page of all channels. */
export function ChannelRow(props: { href: string; name: string; isOn: boolean; children: ReactNode }) {
  return (
    <RowLink href={props.href} className="grid gap-0.5">
      <span className="flex flex-wrap items-center gap-2 font-medium">
        {props.name}
        <OnOff isOn={props.isOn} />
      </span>
      <span className="text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
        {props.children}
      </span>
    </RowLink>
  );
}
