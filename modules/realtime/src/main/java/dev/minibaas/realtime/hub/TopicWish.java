package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.filter.EventFilter;
import dev.minibaas.realtime.topic.TopicPattern;

/** Which events of which topics. */
record TopicWish(TopicPattern pattern, EventFilter filter) {}
