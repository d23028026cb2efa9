/** Addresses that get no mail. */
export const suppressions = {
  title: 'Blocked addresses',
  under: 'No mail goes to these, not even what is critical: they do not exist, or somebody there complained.',
  search: 'Search addresses',
  anyReason: 'Any reason',
  reason: 'Reason',
  reasons:
    '{reason, select, hard_bounce {Does not exist} complaint {Complaint} unsubscribed {Unsubscribed at the provider} other {By hand}}',
  address: 'Address',
  note: 'Note',
  since: 'Since',
  add: 'Block an address',
  addTitle: 'Block an address',
  addWhy: 'From this moment on it gets no mail at all.',
  added: '{address} gets no more mail',
  lift: 'Lift',
  liftOf: 'Lift the block of {address}',
  liftTitle: 'Let {address} get mail again?',
  liftWhy:
    '{reason, select, hard_bounce {If it still does not exist, the next mail comes back and it is blocked again; that harms how other mails are taken.} complaint {Somebody there took our mail for spam. Ask first.} other {What was kept from it meanwhile is not sent by this; retry it under the deliveries.}}',
  lifted: '{address} gets mail again',
  why: 'Why?',
  needAddress: 'Please give an e-mail address.',
  needReason: 'Please say why in a few words.',
  empty: 'No address is blocked',
  emptyWhy:
    'Addresses come here by themselves when a provider says that they do not exist, or that somebody complained.',
  emptySearch: 'No blocked address fits',
}
