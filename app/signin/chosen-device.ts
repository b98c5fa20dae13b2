/** What a sign-in tells the server about this browser. */
export interface ChosenDevice {
  stays: boolean;
  isApp: boolean;
}
