import { LinkButton } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { type SendTest, SendTestRequest } from "./send-test-request.tsx";

const lines = [
  { icon: "bot", text: "Agents ask before a risky action." },
  { icon: "user-check", text: "You approve it with your passkey, or policy does." },
  { icon: "shield-check", text: "Everyone can verify the receipt, without trusting this server." },
] as const;

/** What Countersign is, and the next step: a test approval, and then a real agent. */
export function Introduction(props: { sendTest: SendTest | undefined; hasApproved: boolean }) {
  const { sendTest, hasApproved } = props;
  const isTestFirst = sendTest !== undefined && !hasApproved;
  return (
    <div className="grid gap-4 border-b px-4 py-5 sm:px-5">
      <h2 className="font-semibold text-lg">
        {hasApproved ? "Now connect a real agent" : "Try an approval"}
      </h2>
      <ul className="grid gap-2">
        {lines.map(({ icon, text }) => (
          <li key={text} className="flex gap-2.5">
            <Icon name={icon} className="mt-0.5 size-4.5 text-muted-foreground" />
            {text}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-2">
        {isTestFirst ? <SendTestRequest action={sendTest} variant="default" /> : null}
        <LinkButton href="/connect" variant={isTestFirst ? "outline" : "default"}>
          Connect an agent
        </LinkButton>
        {hasApproved ? (
          <>
            <LinkButton href="/policy" variant="link" className="px-2">
              Set limits
            </LinkButton>
            <LinkButton href="/people/invite" variant="link" className="px-2">
              Invite your team
            </LinkButton>
          </>
        ) : null}
      </div>
    </div>
  );
}
