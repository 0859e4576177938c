$a = 'Write-'+'Host'; & $a ("{1}{0}" -f 'b','a') | % { [char]($_ -bxor 0x44) }
if ($x) { iex ('1,2' -split ',' -join '') } else { foreach ($i in 1..3) { $s += $i } }
