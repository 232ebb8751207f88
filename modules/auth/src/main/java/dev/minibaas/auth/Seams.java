package dev.minibaas.auth;

import dev.minibaas.auth.audit.Audit;
import dev.minibaas.auth.hook.Hooks;
import dev.minibaas.auth.hook.SmsSender;
import dev.minibaas.auth.mail.Mailer;

/** What nearly every flow hands something to. */
public record Seams(Audit audit, Mailer mailer, SmsSender texts, Hooks hooks) {}
