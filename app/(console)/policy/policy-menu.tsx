import { Download, FileCode2, KeyRound, Upload } from "lucide-react";
import { Menu, MenuLink } from "#components/ui/menu";

/** The policy as Cedar and as a file, behind a button. */
export function PolicyMenu(props: {
  version: number;
  isDraftShown: boolean;
  isAdmin: boolean;
  isAuditor: boolean;
}) {
  const { version, isDraftShown, isAdmin } = props;
  return (
    <Menu label="Actions for the policy">
      <MenuLink href={isDraftShown ? "/policy/cedar?of=draft" : "/policy/cedar"}>
        <FileCode2 aria-hidden />
        View as Cedar
      </MenuLink>
      {isAdmin || props.isAuditor ? (
        <MenuLink href="/api/policy/file" isDownload>
          <Download aria-hidden />
          Export version {version}
        </MenuLink>
      ) : null}
      {isAdmin ? (
        <>
          <MenuLink href="/policy/import">
            <Upload aria-hidden />
            Import file
          </MenuLink>
          <MenuLink href="/settings/tokens">
            <KeyRound aria-hidden />
            Policy tokens
          </MenuLink>
        </>
      ) : null}
    </Menu>
  );
}
