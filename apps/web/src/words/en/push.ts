/** Messages that a browser shows while Belfry is closed. */
export const push = {
  title: 'While Belfry is closed',
  here: 'Notify me on this device when Belfry is closed',
  hint: 'Your browser asks you first. It lasts until you sign out here; quiet hours and your own settings count.',
  cannot:
    'This browser shows nothing while Belfry is closed. On an iPhone or iPad, add Belfry to the home screen first.',
  refused: 'You told this browser to show no notifications of Belfry. You can allow them beside the address.',
  failed: 'The browser could not reach its push service.',
  devices: 'Devices that are notified',
  thisOne: 'This one',
  since: 'Since {at, date, medium}, {at, time, short}',
  lastSent: 'Last notified {at, date, medium}, {at, time, short}',
  remove: 'Remove',
  removeOf: 'Remove {agent}',
}
