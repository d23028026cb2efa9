import type { ErrorCode } from '../error-codes.ts'
import type { AnyFileKind } from '../files.ts'
import type { Category, Group } from '../machine/define.ts'
import type { Who } from '../machine/who.ts'
import type { Role } from '../roles.ts'
import { type MailWords, mailWords } from './mails.ts'
import { type UnsubscribeWords, unsubscribeWords } from './unsubscribe.ts'
import { type WhyWords, whyWords } from './why.ts'

export interface GeneralWords {
  errors: Record<ErrorCode, string>
  /** What is wrong with one field of a form. */
  problems: Record<
    | 'missing'
    | 'too_long'
    | 'too_short'
    | 'no_moment'
    | 'no_date'
    | 'no_number'
    | 'no_integer'
    | 'too_small'
    | 'too_big'
    | 'no_link',
    string
  >
  roles: Record<Role, string>
  fileKinds: Record<AnyFileKind, string>
  categories: Record<Category, string>
  groups: Record<Group, string>
  /** "Only …" in a refusal: whoever the rule of a workflow picks. */
  who: Record<Exclude<Who['kind'], 'personIn'>, string>
  /** Sentences of the timeline that no workflow owns. */
  commented: string
  commentTitle: string
  /** What was done to many cases at once; `action` is its label, `plural` the workflow's cases. */
  bulk: Record<
    | 'undone'
    | 'cannot'
    | 'there'
    | 'given'
    | 'reminder'
    | 'remindBody'
    | 'title'
    | 'body'
    | 'undoneTitle'
    | 'undoneBody',
    string
  >
  /** Of an action that takes several people, while some are missing; `action` is its label. */
  approvedBy: string
  /** `how` a case was given: `by_hand`, `round_robin`, `least_loaded`; `self` where somebody took it, `nobody` where it was taken back. */
  assigned: string
  assignedTitle: string
  assignedBody: string
  mentionTitle: string
  /** `self` where somebody follows a case by his own will. */
  reminded: string
  remindTitle: string
  remindBody: string
  watched: string
  unwatched: string
  watchTitle: string
  watchBody: string
  becameUrgent: string
  urgentTitle: string
  urgentBody: string
  becameReady: string
  parentOver: string
  mail: MailWords
  /** What goes to other systems. */
  webhooks: { test: string }
  why: WhyWords
  unsubscribe: UnsubscribeWords
}

export const en: GeneralWords = {
  errors: {
    not_signed_in: 'Please sign in first.',
    session_ended: 'Your session has ended. Please sign in again.',
    invalid_key: 'This API key is not valid: it was revoked, has expired, or never was one.',
    wrong_credentials: 'The e-mail address or the password is wrong.',
    not_found: 'This does not exist, or you may not see it.',
    not_permitted: 'You are not allowed to do this.',
    unknown_workflow: 'There is no workflow called “{workflow}”.',
    unknown_action: '“{action}” is not something that can be done with this.',
    wrong_state: 'The state is “{state}”. “{action}” is possible only in the state {from}.',
    already_decided: '{by} decided this first: it is now {state}. Your decision was not recorded.',
    not_allowed: 'Only {who} may do this.',
    reason_required: 'Please pick a reason.',
    unknown_reason: 'This reason is not on the list.',
    stale_version: '{by} changed this in the meantime. Look at it again before you decide.',
    invalid_input: 'Some of what was sent is missing or wrong.',
    idempotency_mismatch: 'This idempotency key was already used for something else.',
    too_many_requests: 'Too many requests. Try again in {seconds, plural, one {# second} other {# seconds}}.',
    too_many_subscriptions: 'This connection has reached its limit of {limit} subscriptions.',
    too_large: 'What was sent is too large; at most {limit} are accepted.',
    realtime_off: 'Live delivery is switched off at the moment. Everything else works as ever.',
    unavailable:
      'Belfry cannot reach its database right now. Nothing was changed; please try again in a moment.',
    internal:
      'Something went wrong on our side. Nothing was changed. If it happens again, tell an administrator this number: {requestId}.',
    nothing_to_undo: 'There is nothing left to undo.',
    unknown_choice: 'This is not one of the choices.',
    unknown_file: 'This file is not there any more, or it is not yours to use. Please upload it again.',
    file_empty: 'This file is empty.',
    file_too_large: 'This file is too large: at most {limit} are accepted.',
    file_name: 'A file name cannot contain a path or control characters. Please rename the file.',
    file_type: 'This kind of file is not accepted here: {found}. Accepted: {accepted}.',
    file_disguised: 'By its name this file is “{claimed}”, but its content is “{found}”.',
    file_incomplete: 'This file did not arrive in one piece. Please upload it again.',
    too_many_files:
      'You have {limit} uploaded files that belong to nothing yet. Use or remove some of them first.',
    link_expired: 'This link has expired. Open the document again to get a new one.',
    link_invalid: 'This link is not complete, or not one of ours.',
    already_granted: '{name} holds this role already.',
    not_granted: '{name} does not hold this role.',
    role_not_scoped: 'The role “{role}” is held everywhere, not for one place.',
    last_admin: '{name} is the last administrator who can sign in. Make somebody else one first.',
    not_yourself: 'Nobody can close their own account. Ask another administrator.',
    supervisor_loop: '{name} would be, directly or through others, their own supervisor.',
    email_taken: 'Somebody has an account with this e-mail address already.',
    person_closed: 'The account of {name} is closed.',
    link_used: 'This link was used already, or is too old. Ask for a new one.',
    wrong_password: 'This is not your current password.',
    same_password: 'The new password is the old one.',
    too_many_keys: 'One person can have at most {limit} API keys. Revoke one that is no longer used.',
    too_many_views: 'One person can keep at most {limit} views. Remove one that is no longer used.',
    not_for_programs: 'Only people can do this, not programs with an API key.',
    not_now: '“{action}” does not fit this as it is now.',
    own_case: 'Whoever filed this cannot do it; somebody else has to.',
    own_step: 'You took the step before this one, so somebody else has to take this one.',
    approved_already: 'You have approved this already ({have} of {needed}); it takes somebody else now.',
    not_ready: 'Still missing: {missing}.',
    not_editable: 'This cannot be changed by itself here: {fields}.',
    note_required: 'Please say why in a few words.',
    unknown_slot: 'There is nothing called “{slot}” that could be added here.',
    slot_closed: '“{slot}” cannot be added here now.',
    slot_taken: '“{slot}” is there already.',
    slot_full: '“{slot}”: at most {limit} can be added.',
    too_many_followers: 'At most {limit} people can follow this.',
    claimed: '{by} is working on this.',
    not_your_turn: 'There is nothing here for you to decide now.',
    cannot_assign: '{name} cannot decide on this now, so it cannot be given to them.',
    cannot_mention: 'Mentioned, but not able to see this: {names}.',
    draft_changed: 'This form was changed, sent or discarded in another window or on another device.',
    announcement_over: 'This announcement has gone out already, or was cancelled.',
    cannot_address:
      'You may not write to {count, plural, one {one of these people} other {# of these people}}.',
    nobody_addressed: 'Nobody would get this.',
    moment_past: 'Please choose a time that is still to come.',
    too_long_a_series: 'A series lasts a year at most.',
    too_many_webhooks: 'There can be at most {limit} webhooks. Remove one that is no longer used.',
    sms_address:
      'The address of text messages ends in /Accounts/…/Messages.json and has token, from and to; numbers begin with + and the country.',
    webhook_address:
      'This address cannot be called. It must begin with https:// and lead to a public address, without a user name or password in it.',
    webhook_off: 'This webhook is disabled. Enable it first.',
    webhook_unsigned: 'Messages of this kind are not signed, so there is no secret.',
    not_in_bulk: '“{action}” cannot be done to many at once.',
    nothing_selected: 'No case that you may see matches this any more.',
    no_documents: 'There is no document in this selection.',
    too_many_cases: 'At most {limit, number} cases can be done in one go. Narrow the selection.',
    selection_changed:
      'The selection has changed: {expected, number} cases were shown, now there are {now, number}. Look at it again before you confirm.',
    run_over: 'This run is over.',
    run_not_over: 'This run is still at work.',
    nothing_to_retry: 'Nothing of this run was refused or failed.',
    not_undoable: 'This cannot be undone: it told people, gave roles, or changed other cases.',
    changed_since: 'Something has happened to it since, so it stays as it is.',
  },
  problems: {
    missing: 'Please fill this in.',
    too_long: 'At most {max, plural, one {# character} other {# characters}}.',
    too_short: 'At least {min, plural, one {# character} other {# characters}}.',
    no_moment: 'Please give a date and a time.',
    no_date: 'Please give a date.',
    no_number: 'Please give a number.',
    no_integer: 'Please give a whole number.',
    too_small: 'At least {min, number}.',
    too_big: 'At most {max, number}.',
    no_link: 'Please give a whole address; it begins with https://.',
  },
  roles: {
    admin: 'administrator',
    reviewer: 'reviewer',
    hr: 'HR',
    employee: 'employee',
    'employee:active': 'active employee',
    supervisor: 'supervisor',
    vendor: 'vendor',
    officer: 'officer',
    driver: 'driver',
    intern: 'intern',
    tutor: 'tutor',
    analyst: 'analyst',
  },
  fileKinds: {
    pdf: 'PDF',
    image: 'image',
    document: 'text document',
    sheet: 'spreadsheet',
    slides: 'presentation',
    text: 'plain text',
    archive: 'archive',
    audio: 'sound',
    video: 'video',
    other: 'another kind of file',
  },
  categories: {
    system: 'System',
    user_action: 'Actions',
    stage: 'Progress',
    document: 'Documents',
    evaluation: 'Evaluations',
    survey: 'Surveys',
    testimonial: 'Testimonials',
    request: 'Requests',
    kpi: 'KPI alerts',
    goal: 'Goals',
    shift: 'Shifts',
    report: 'Reports',
    access: 'Access',
    announcement: 'Announcements',
  },
  groups: {
    onboarding: 'Onboarding',
    shifts: 'Shifts',
    internships: 'Internships',
    goals: 'Goals',
    reports: 'Reports',
    requests: 'Requests',
  },
  who: {
    owner: 'whoever filed it',
    role: 'the {role}',
    roleInScope: 'the {role} in charge of it',
    part: 'whoever has that part in it',
    assignee: 'whoever it was given to',
    supervisor: 'the supervisor of whoever filed it',
    parentOwner: 'whoever it is about',
    everyone: 'everybody',
  },
  commented: '{actor} commented',
  commentTitle: '{actor} commented on {title}',
  approvedBy: '{actor} agreed to “{action}” ({have} of {needed})',
  assigned:
    '{how, select, self {{actor} took this on} nobody {{actor} put this back for everybody} round_robin {Given to {person}{among, plural, =1 {} other {, whose turn it was among #}}} least_loaded {Given to {person}, who has {open, plural, =0 {no open cases} one {# open case} other {# open cases}}{among, plural, =1 {} other {, the least of #}}} other {{actor} gave this to {person}}}',
  assignedTitle: 'Given to you: {title}',
  assignedBody:
    '{how, select, round_robin {It was your turn.} least_loaded {You had the fewest open cases.} other {{actor} gave it to you.}}',
  mentionTitle: '{actor} mentioned you in {title}',
  reminded: '{actor} sent a reminder',
  remindTitle: 'Reminder: {title}',
  remindBody: '{actor} reminds you that this waits for you. {note}',
  watched: '{how, select, self {{actor} follows this} other {{actor} added {person}, who follows this}}',
  unwatched:
    '{how, select, self {{actor} no longer follows this} other {{actor} removed {person}, who no longer follows this}}',
  watchTitle: '{actor} added you to {title}',
  watchBody: 'You can see it, and you hear of every step.',
  becameUrgent: 'This became urgent',
  urgentTitle: 'Urgent: {title}',
  urgentBody: '{name} by {owner} has been waiting longer than it should.',
  becameReady: 'All that this stage needs is there',
  parentOver: 'Closed, because what it belongs to is over',
  bulk: {
    undone: '{actor} took the step before this back',
    cannot: 'An error kept this from being done. Try it again.',
    there: 'Is so already.',
    reminder: 'Reminder',
    remindBody:
      '{actor} reminds you of {count, plural, one {# case that waits} other {# cases that wait}} for you. {note}',
    given: 'Given',
    title: '{plural}: {action} ({count, number})',
    body: '{actor} did this in one go to {count, plural, one {# case} other {# cases}} that you have to do with.',
    undoneTitle: 'Taken back: {plural}, {action} ({count, number})',
    undoneBody:
      '{actor} took this back for {count, plural, one {# case} other {# cases}}, which {count, plural, one {is} other {are}} as before.',
  },
  mail: mailWords.en,
  webhooks: { test: 'This is a test of “{name}”. {actor} had it sent.' },
  why: whyWords.en,
  unsubscribe: unsubscribeWords.en,
}
