import { avatarOf } from "#components/agents/avatar.ts";
import { cn } from "#components/ui/cn.ts";

/** A person's two letters in a quiet circle: the colored squares are agents. */
export function PersonAvatar(props: { person: { id: string; name: string }; className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 36 36" className={cn("size-9 shrink-0 select-none", props.className)}>
      <circle cx="18" cy="18" r="17.5" className="fill-muted stroke-border" />
      <text
        x="18"
        y="18"
        className="fill-muted-foreground font-semibold text-[14px]"
        textAnchor="middle"
        dominantBaseline="central"
      >
        {avatarOf(props.person).letters}
      </text>
    </svg>
  );
}
