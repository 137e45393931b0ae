-- Replays the requests of a file, in turn: « length, line break, bytes », as tests/bench_load/wrk.py writes them.
-- wrk … URL -- FILE [once]: with « once » each is asked for a single time, all at the same moment, and it is then said.
local requests, at = {}, -1  -- wrk asks for one request before it begins, to see what they look like

local function only_once()
   local asked, answered = 0, 0

   function delay()  -- milliseconds before the next request of a connection
      asked = asked + 1
      return asked > #requests and 3600000 or 0
   end

   function response()
      answered = answered + 1
      if answered == #requests then
         io.write("answered\n")  -- wrk sleeps for as long as it was told to, unless it is interrupted
         io.flush()
      end
   end
end

function init(args)
   local file = assert(io.open(args[1], "rb"))
   local length = file:read("*l")
   while length do
      requests[#requests + 1] = file:read(tonumber(length))
      length = file:read("*l")
   end
   file:close()
   if args[2] == "once" then only_once() end
end

function request()
   local raw = requests[at % #requests + 1]
   at = at + 1
   return raw
end

function done(summary, latency)
   local errors = summary.errors
   io.write(string.format(
      '\n{"requests": %d, "seconds": %f, "p50": %f, "p95": %f, "most": %f, "refused": %d, "broken": %d}\n',
      summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
      latency.max / 1e3, errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
