package dev.minibaas.realtime.cluster;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What is done to the log in one step, by Redis.
 *
 * <p>The state of the log is a hash: its era, how many entries it has had, the last position, how
 * far the database was, how many bytes it has had. An LSN is a text of 16 hexadecimal digits, since
 * a number of Lua has 53 bits; the order of such texts is that of the numbers. Each entry has a
 * header (see {@link Header}) and a body. If the state or the stream is gone, or has been set back,
 * what is left is not to be trusted: all of it goes, and a log of another era begins.
 */
enum Script {
  /**
   * Looks whether the log is there, and makes it if not. Of one who has read it: era and id of the
   * last entry read; if that is missing where it should be, the log has been set back. Answers the
   * era.
   */
  OPEN(
      """
      if missing then
        fresh(ARGV[1])
        save()
      elseif era == ARGV[2] and ARGV[3] ~= '0-0' then
        local info = redis.call('xinfo', 'stream', stream)
        local newest = '0-0'
        for i = 1, #info, 2 do
          if info[i] == 'last-generated-id' then
            newest = info[i + 1]
          end
        end
        local oldest = redis.call('xrange', stream, '-', '+', 'COUNT', 1)[1]
        local trimmed = not oldest or before(ARGV[3], oldest[1])
        local there = trimmed or redis.call('xrange', stream, ARGV[3], ARGV[3])[1]
        if before(newest, ARGV[3]) or not there then
          fresh(ARGV[1])
          save()
        end
      end
      return era
      """),

  /**
   * A source begins: from where it can tell, and where its database was when it looked. If it has
   * told something to a log, it says which one and how far that one was at least. Answers the era
   * and how far the log is, from where it is to be told.
   *
   * <p>If the log is beyond the database, either that has been set back, or another source has told
   * more since this one looked. So the answer is that the log is ahead, and how far: a database
   * that is found before that place afterwards has been set back.
   */
  BEGIN(
      """
      if era == ARGV[4] then
        lost(ARGV[4], ARGV[5], ARGV[6])
      end
      local behind = not missing and ARGV[3] < commit
      if behind and ARGV[3] >= ARGV[7] then
        return 'ahead ' .. commit
      end
      if missing or behind then
        fresh(ARGV[1])
      end
      if head == NOWHERE or ARGV[2] > commit then
        commit, index, published = ARGV[2], 0, 0
      end
      head = later(head, ARGV[3])
      add('B', 0, commit .. ARGV[3])
      save()
      return table.concat({era, commit, plain(index)}, ' ')
      """),

  /**
   * Appends what a source tells, as far as the log doesn't have it. Answers whether the log is of
   * that era and not behind what it has answered before.
   */
  APPEND(
      """
      if lost(ARGV[1], ARGV[2], ARGV[3]) then
        return 'lost'
      end
      for i = 6, #ARGV, 5 do
        local c, x = ARGV[i + 1], tonumber(ARGV[i + 2])
        if c > commit or (ARGV[i] == 'C' and c == commit and x > index) then
          commit, index, published = c, x, 0
          head = later(head, commit)
          add(ARGV[i], ARGV[i] == 'C' and number(ARGV[i + 3]) or 0, ARGV[i + 4])
        end
      end
      trim(tonumber(ARGV[4]), tonumber(ARGV[5]))
      save()
      return 'appended'
      """),

  /**
   * Appends an event that isn't from the database, unless that was done under the receipt's key a
   * while ago. Answers the header of its entry and its id.
   */
  PUBLISH(
      """
      if missing then
        fresh(ARGV[1])
      end
      local earlier = redis.call('get', KEYS[5])
      if earlier then
        save()
        return earlier
      end
      published = published + 1
      local receipt = add('P', number(ARGV[2]), ARGV[3]) .. ' ' .. ARGV[4]
      redis.call('set', KEYS[5], receipt, 'PX', ARGV[5])
      trim(tonumber(ARGV[6]), tonumber(ARGV[7]))
      save()
      return receipt
      """);

  /** What all scripts share. */
  private static final String COMMON =
      """
      local NOWHERE = '0000000000000000'
      local TOPICS = 100000
      local stream, state, sequences, marks = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
      local s = redis.call('hmget', state, 'era', 'count', 'commit', 'index', 'published', 'head',
          'bytes', 'marked')
      local missing = not s[1] or redis.call('exists', stream) == 0
      local era, count, commit, index = s[1], tonumber(s[2]), s[3], tonumber(s[4])
      local published, head, bytes, marked = tonumber(s[5]), s[6], tonumber(s[7]), tonumber(s[8])
      local newest

      local function later(one, other)
        if one > other then return one end
        return other
      end

      local function plain(number)
        return string.format('%.0f', number)
      end

      local function before(one, other)
        local a, b = string.match(one, '(%d+)-(%d+)')
        local c, d = string.match(other, '(%d+)-(%d+)')
        a, b, c, d = tonumber(a), tonumber(b), tonumber(c), tonumber(d)
        return a < c or (a == c and b < d)
      end

      local function add(kind, sequence, body)
        count = count + 1
        local header = table.concat({kind, era, plain(count), commit, plain(index),
            plain(published), head, plain(sequence)}, ' ')
        bytes = bytes + #body + 100
        newest = redis.call('xadd', stream, '*', 'h', header, 'b', body)
        return header
      end

      local function save()
        redis.call('hset', state, 'era', era, 'count', plain(count), 'commit', commit,
            'index', plain(index), 'published', plain(published), 'head', head,
            'bytes', plain(bytes), 'marked', plain(marked))
      end

      local function fresh(candidate)
        redis.call('del', stream, state, sequences, marks)
        era, count, commit, index, published = candidate, 0, NOWHERE, 0, 0
        head, bytes, marked = NOWHERE, 0, 0
        add('O', 0, '')
      end

      local function number(topic)
        if topic == '' then return 0 end
        if redis.call('hlen', sequences) >= TOPICS then
          redis.call('del', sequences)
        end
        return redis.call('hincrby', sequences, topic, 1)
      end

      -- whether this isn't the log of that era which was at that place
      local function lost(of, c, x)
        if missing or era ~= of then return true end
        local setBack = commit < c or (commit == c and index < tonumber(x))
        if setBack then
          redis.call('del', stream, state, sequences, marks)
          missing = true
        end
        return setBack
      end

      -- marks say how many bytes there were up to an entry
      local function trim(most, age)
        if not newest or bytes - marked < most / 32 then return end
        marked = bytes
        redis.call('rpush', marks, newest .. ' ' .. plain(bytes))
        local oldest = redis.call('time')[1] * 1000 - age
        redis.call('xtrim', stream, 'MINID', '~', plain(oldest))
        local mark = redis.call('lindex', marks, 0)
        while mark do
          local id, upTo = string.match(mark, '(%S+) (%S+)')
          if bytes - tonumber(upTo) <= most then return end
          redis.call('xtrim', stream, 'MINID', id)
          redis.call('lpop', marks)
          mark = redis.call('lindex', marks, 0)
        end
      end

      """;

  private final byte[] text;
  private final byte[] digest;

  Script(String body) {
    this.text = Redis.bytes(COMMON + body);
    this.digest = Redis.bytes(sha1(text));
  }

  byte[] text() {
    return text.clone();
  }

  byte[] digest() {
    return digest.clone();
  }

  /** The name that Redis gives it. */
  private static String sha1(byte[] of) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(of));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no SHA-1", e);
    }
  }
}
