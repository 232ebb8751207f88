/** Identity providers of others: who they are, how they are asked, and what of it is believed. */
@NullMarked
package dev.minibaas.auth.provider;

import org.jspecify.annotations.NullMarked;
